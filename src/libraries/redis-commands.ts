/**
 * Redis commands by what they do to data, in lower case; source: https://redis.io/docs/latest/commands/. Commands of
 * connections, scripts that may do either, transactions and pub/sub are left out.
 */
export const redisReads: readonly string[] = (
  'bitcount bitpos dbsize dump exists expiretime geodist geohash geopos geosearch get getbit getrange hexists hget hgetall hkeys hlen hmget hrandfield ' +
  'hscan hstrlen hvals keys lindex llen lpos lrange mget object pexpiretime pfcount pttl randomkey scan scard sdiff sinter sintercard sismember ' +
  'smembers smismember srandmember sscan strlen substr sunion ttl type xinfo xlen xpending xrange xrevrange zcard zcount zdiff zinter zlexcount ' +
  'zmscore zrandmember zrange zrangebylex zrangebyscore zrank zrevrange zrevrangebyscore zrevrank zscan zscore zunion'
).split(' ');

export const redisWrites: readonly string[] = (
  'append bitop copy decr decrby del expire expireat flushall flushdb geoadd getdel getex getset hdel hincrby hincrbyfloat hmset hset hsetnx hexpire incr incrby ' +
  'incrbyfloat linsert lpush lpushx lrem lset ltrim migrate move mset msetnx persist pexpire pexpireat pfadd pfmerge psetex rename renamenx restore ' +
  'rpush rpushx sadd sdiffstore set setbit setex setnx setrange sinterstore smove srem sunionstore touch unlink zadd zdiffstore zincrby zinterstore ' +
  'zrem zremrangebylex zremrangebyrank zremrangebyscore zunionstore'
).split(' ');

/** Take something out and give it back. */
export const redisReadWrites: readonly string[] =
  'blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin lmove lmpop lpop rpop rpoplpush spop zmpop zpopmax zpopmin eval evalsha'.split(' ');

/** `hgetall` as `hGetAll`: how the client library `redis` spells commands since version 4. */
export function camelCased(commands: readonly string[]): readonly string[] {
  return commands.map((command) => camelNames.get(command) ?? command);
}

const camelNames: ReadonlyMap<string, string> = new Map(
  (
    'bitCount bitPos dbSize expireTime geoDist geoHash geoPos geoSearch getBit getRange hExists hGet hGetAll hKeys hLen hmGet hRandField hScan hStrLen hVals ' +
    'lIndex lLen lPos lRange mGet pExpireTime pfCount pTTL randomKey sCard sDiff sInter sInterCard sIsMember sMembers smIsMember sRandMember sScan strLen ' +
    'sUnion xInfo xLen xPending xRange xRevRange zCard zCount zDiff zInter zLexCount zmScore zRandMember zRange zRangeByLex zRangeByScore zRank zRevRank ' +
    'zScan zScore zUnion bitOp decrBy expireAt flushAll flushDb geoAdd getDel getEx getSet hDel hIncrBy hIncrByFloat hSet hSetNX hExpire incrBy incrByFloat ' +
    'lInsert lPush lPushX lRem lSet lTrim mSet mSetNX pExpire pExpireAt pfAdd pfMerge pSetEx renameNX rPush rPushX sAdd sDiffStore setBit setEx setNX ' +
    'setRange sInterStore sMove sRem sUnionStore zAdd zDiffStore zIncrBy zInterStore zRem zRemRangeByLex zRemRangeByRank zRemRangeByScore zUnionStore ' +
    'blMove blmPop blPop brPop brPopLPush bzmPop bzPopMax bzPopMin lMove lmPop lPop rPop rPopLPush sPop zmPop zPopMax zPopMin evalSha'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name] as const),
);
