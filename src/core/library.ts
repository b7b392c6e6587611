import type { LanguageId, SettingOrigin } from './source.js';

/**
 * What archlint knows of one library, as data. Paths in `call`, `new`, `extends` … are spelled over the library's own
 * exports: `get` (an export of one of `modules`), `Queue.add` (a member of an exported class or of a handle type),
 * `default` (the module itself or its default export: `axios(...)`). Braces list alternatives: `Redis.{get,set}`; `*` is
 * any one name. `import x`, `import * as x`, `import { y }` and `require` all reach the same paths. Where an exact path of
 * a record matches, its paths that end in `*` do not (`GrpcClient.close` beside `GrpcClient.*`).
 */
export interface LibraryRecord {
  /** Folder-free kebab-case id; `foundBy` is `<language>/<id>`. */
  readonly id: string;
  readonly language: LanguageId;
  readonly url: string;
  /** Import specifiers; a trailing `/*` matches sub-paths. Empty for language built-ins, whose paths start at a global name. */
  readonly modules: readonly string[];
  readonly sightings: readonly Sighting[];
  /** At least one that matches (`expect` lists the interactions, one text each) and one that does not (`expect: []`). */
  readonly examples: readonly LibraryExample[];
}

export interface LibraryExample {
  readonly code: string;
  /** Compact interaction texts as `describeInteraction` prints them, sorted. */
  readonly expect: readonly string[];
}

/**
 * Which part of a matched call a value is read from. `property` is a dotted path into it. A list on the way (or at its end)
 * gives what each of its items gives, as alternatives; `name()` in the path is what the function or method of that name
 * returns (`useFactory().host`; on a class: of an instance of it), `()` alone what the value itself returns. A
 * key with dots in it is tried whole first. `is`: only a value that can be told to be of that kind; anything else counts as absent. Where a text is wanted, objects, functions and absent values are absent.
 */
export type Pick =
  /** Argument by position. `rest: true`: this and all later arguments, as alternatives. */
  | { readonly arg: number; readonly property?: string; readonly rest?: boolean; readonly is?: ValueKind }
  /** Keyword argument, JSX property, annotation element. */
  | { readonly named: string; readonly property?: string }
  | { readonly literal: string }
  /** An environment variable that the library reads by itself (`PGHOST`), with its default. */
  | { readonly env: string; readonly fallback?: string }
  /** The first that is there; an empty text is not. */
  | { readonly firstOf: readonly Pick[] }
  /** Joined as text with exactly one slash between two parts: `[base, path]` for base URLs; an absolute later part wins over the earlier, absent parts are left out. */
  | { readonly join: readonly Pick[] }
  /**
   * Read from the call that created the handle this call is made on; nests for handles made from handles. Of a handle known by
   * its declared type alone only `typeArg` can be read (`Repository<Order>`). `of`: of the handle that pick gives instead, where it
   * is of `type` (`register({ db: asValue(x) })`).
   */
  | { readonly handle: Pick; readonly of?: Pick; readonly type?: string }
  /** The thing the call is made on. As text a class gives its name, a member of a handle or module its own name (`order` of `prisma.order.create`). */
  | { readonly receiver: true; readonly property?: string }
  /** The last name of the call path itself (`get` of `axios.get`), upper-cased where `upper`. */
  | { readonly method: true; readonly upper?: boolean }
  /** Type argument by position: the type's name, or its class for `annotation`. */
  | { readonly typeArg: number }
  /** Name of the decorated class, method, field or parameter, or the type of the latter two. */
  | { readonly on: 'name' | 'type' | 'owner' }
  /** Each entry of an object argument: its key or its value (data-driven routes). `is`: only entries whose value is of that kind; `property`: that member of each value. */
  | { readonly eachOf: Pick; readonly part: 'key' | 'value'; readonly is?: ValueKind; readonly property?: string }
  /** The member of `memberOf` that the text of `at` names (dotted), and `property` of that (`convict` schemas). */
  | { readonly memberOf: Pick; readonly at: Pick; readonly property?: string }
  /**
   * Another pick with its texts renamed (`postgres` to `postgresql`); a text that is not listed stays as it is
   * (`only`: counts as absent). A constant of the library's own counts as its last name (`RMQ` of `Transport.RMQ`).
   */
  | { readonly renamed: Pick; readonly names: readonly (readonly [from: string, to: string])[]; readonly only?: boolean }
  /** `pick`, only where `where` is there and not `false`. */
  | { readonly where: Pick; readonly pick: Pick }
  /** What a call of this static member says, made anywhere on the class another pick gives: `Order.init({…}, { tableName })`. */
  | { readonly calls: string; readonly of: Pick; readonly pick: Pick }
  /** `text` applies a text function to another pick. */
  | { readonly text: TextFunction; readonly of: Pick }
  /** What an annotation on the decorated class says: `@Controller('x')` for `@Get('y')`; `@Entity('t')` of a class given as a value. */
  | { readonly annotation: string; readonly of: 'owner' | Pick; readonly pick: Pick }
  /** What the system assigns to this member of the thing the call is made on (`axios.defaults.baseURL = …`), dotted path. */
  | { readonly assigned: string }
  /** The identity of a server-named thing made by this call (an anonymous queue). */
  | { readonly token: true };

/**
 * `text` covers what can stand in a string: literals, templates, settings, tokens, numbers. `object` covers handles and their
 * members too. What is not known is of no kind.
 */
export type ValueKind = 'text' | 'object' | 'list' | 'function' | 'class';

/**
 * `stub-name`: the gRPC service that a definition or generated client stands for; library paths are joined by dots, a last `service` is dropped (`shop.Orders.service` gives `shop.Orders`), a method path `/shop.Orders/Get` gives `shop.Orders`.
 * `type-name`: of a class or an instance, the class's name; a text stays. `json`: an object as JSON with sorted keys; a text stays.
 */
export type TextFunction =
  | 'lower'
  | 'upper'
  | 'snake'
  | 'kebab'
  | 'camel'
  | 'plural'
  | 'mongoose-plural'
  | 'type-name'
  | 'json'
  | 'dirname'
  | 'trim-slash'
  | 'stub-name';

/** How a sighting shows itself. Exactly one of these is given. */
export interface Match {
  readonly call?: readonly string[];
  readonly new?: readonly string[];
  readonly annotation?: readonly string[];
  /** JSX element. */
  readonly element?: readonly string[];
  /** A class that extends or implements it (methods of the class are then matched as members of that type too). */
  readonly extends?: readonly string[];
  /** Reading a member: `process.env`. */
  readonly member?: readonly string[];
  /** Assigning a member: `axios.defaults.baseURL`. */
  readonly assign?: readonly string[];
}

export type Role =
  /** A synchronous request goes out. */
  | 'client'
  /** A handler is mounted: a route, an RPC method, a listening port. */
  | 'server'
  | 'producer'
  | 'consumer'
  /** Reads or writes data. */
  | 'query'
  /** Opens a connection: gives queries of the same handle their address; alone it is `access: unknown`. */
  | 'connection'
  /** A table, queue or exchange is declared or bound. */
  | 'definition'
  | 'timeout'
  | 'trace';

export type Access = 'read' | 'write' | 'readwrite' | 'unknown';

/** Names for the parts of an interaction, each filled by a `Pick`. */
export interface PartPicks {
  /** URL, host or address; `host`/`port` where the library takes them apart. */
  readonly url?: Pick;
  readonly host?: Pick;
  readonly port?: Pick;
  readonly path?: Pick;
  readonly method?: Pick;
  /** gRPC service or stub name, GraphQL operation, RPC pattern. */
  readonly operation?: Pick;
  /** Discovery name: Eureka, Consul, gRPC package. */
  readonly serviceName?: Pick;
  /** Messaging. */
  readonly topic?: Pick;
  readonly queue?: Pick;
  readonly exchange?: Pick;
  readonly exchangeType?: Pick;
  readonly key?: Pick;
  /** Data. */
  readonly database?: Pick;
  readonly schema?: Pick;
  readonly table?: Pick;
  readonly sql?: Pick;
  /**
   * Fields of the model in `table` that may be relations (Prisma `data: { items: { create } }`, `include: { items: true }`): the
   * interaction is then about the tables behind them, not about `table`; fields that are no relation say nothing.
   */
  readonly relations?: Pick;
  /** Path of a .proto, schema or configuration file the call names. */
  readonly file?: Pick;
  /** Technology where one library speaks to several (`postgres`, `mysql` of TypeORM). */
  readonly technology?: Pick;
  /** Milliseconds, where the call sets one. */
  readonly timeout?: Pick;
}
export type PartName = keyof PartPicks;

export interface InteractionSighting extends Match {
  readonly role: Role;
  /** As OpenTelemetry spells it: http, grpc, graphql, websocket; kafka, rabbitmq, nats, redis, aws_sqs; postgresql, mysql, mongodb, redis. `*`: see parts.technology. */
  readonly protocol: string;
  /** Short form of `parts.url`. */
  readonly target?: Pick;
  readonly parts?: PartPicks;
  readonly access?: Access;
  /** The call can do both; which one is read from the SQL text or from this argument's text. */
  readonly accessFrom?: Pick;
  /** `reply`: request and reply over a broker, a synchronous call. */
  readonly reply?: boolean;
  /** Functions given here (in lists and objects too, at any depth) run when a request or message arrives: handlers of this server or consumer sighting. Of an annotation: the decorated method, without this. */
  readonly handlers?: Pick;
  /** The call only counts when the argument is there (`app.get('x')` of express reads a setting when it has no handler). */
  readonly requires?: Pick;
  /** One interaction for each item of the list (or for the one value) given here; argument 0 of the other picks is then the item. */
  readonly each?: Pick;
  /** The call does not count when the argument is there. */
  readonly unless?: Pick;
  /** Forwards requests it gets: a proxy in code. Its calls are `routes`. */
  readonly routes?: boolean;
  /**
   * A handle given here is mounted under `parts.path`: that path goes in front of the paths of the server sightings made on
   * it. Only functions given here make this sighting an interaction of its own; their path is `parts.path`.
   */
  readonly mounts?: Pick;
  /** Finite default timeout of the library, in milliseconds, where it has one. */
  readonly defaultTimeout?: number;
}

/**
 * The result of the call (or the parameter of that type) is a thing whose members this or another record describes. A handle
 * that is called itself (`db('orders')`) has its type alone as path. Without any match: only declarations make such handles.
 */
export interface HandleEffect extends Match {
  readonly effect: 'handle';
  /** Type name used in later paths. */
  readonly type: string;
  /** `@Inject`-like: a parameter or field declared with this type from these modules is such a handle too. Default true. */
  readonly typed?: boolean;
  /** The handle is the object this argument's function gets as its parameter n (`app.register(async (instance) => …)`). */
  readonly callbackParam?: CallbackParam;
}

/** Parameter `param` (by position, or by its name where the framework goes by names) of the function given as argument `arg` (or as that `property` of it). */
export interface CallbackParam {
  readonly arg: number;
  readonly param: number | string;
  readonly property?: string;
}

export interface SettingEffect extends Match {
  readonly effect: 'setting';
  readonly from: SettingOrigin;
  /** Absent: the result is the environment itself (`process.env`); its members are settings. */
  readonly name?: Pick;
  readonly fallback?: Pick;
  /** It is this member of the result (`parsed` of `dotenv.config()`). */
  readonly as?: string;
  /** An annotation on a class: its fields are settings, named by the prefix in `name`, a dot and the field. */
  readonly fields?: boolean;
}

/** The call makes an object the configuration, or a part of it: `settings` read with origin `config` look there first. */
export interface ConfigureEffect extends Match {
  readonly effect: 'configure';
  /** Namespace the object stands under; absent: the whole. */
  readonly name?: Pick;
  /** The object. Alternatives are merged. */
  readonly value: Pick;
  /** Member of the result that is the injection token of the object (`KEY` of `registerAs`); the result itself is one too. */
  readonly token?: string;
}

/** Reading it gives the page's own origin (`location.origin`). */
export interface OriginEffect extends Match {
  readonly effect: 'origin';
}

/** Functions that an `entry` with a `key` registered under the same key run with this call's arguments; their result is its result. */
export interface DispatchEffect extends Match {
  readonly effect: 'dispatch';
  /** A text, a class, or an object whose class is meant. */
  readonly key: Pick;
}

/** The call returns (or resolves to) one of its arguments: validators, wrappers, `String(x)`. `as`: under that member. */
export interface SameEffect extends Match {
  readonly effect: 'same';
  readonly of: Pick;
  readonly as?: string;
  /**
   * Settings among its members (and itself, where it is the environment) get fallbacks: member `n` the one that `pick` reads from the
   * call that made the handle of `type` that member `n` of `in` is (`n: Joi.string().default('x')`).
   */
  readonly defaults?: { readonly in: Pick; readonly type: string; readonly pick: Pick };
  /** It is a parameter of a callback instead of the result (`assertQueue('', (err, ok) => …)`). */
  readonly callbackParam?: CallbackParam;
}

export interface TextEffect extends Match {
  readonly effect: 'text';
  readonly function: TextFunction;
  readonly of: Pick;
}

/** Dependency injection: something is bound to a token, or a container module lists providers. */
export interface ProvideEffect extends Match {
  readonly effect: 'provide';
  /** Token and what is bound to it, where the call binds one. */
  readonly token?: Pick;
  readonly class?: Pick;
  readonly factory?: Pick;
  readonly value?: Pick;
  /** Whatever is bound: a class is made, anything else is the value. Picks with `eachOf` over one argument go in step with `token`. */
  readonly bound?: Pick;
  /** Constructor and factory parameters (destructured: members of the first one) are obtained by their name as token. */
  readonly byName?: boolean;
  /** Values that the constructor of the class given in `class` gets next, in the order of the calls. */
  readonly arguments?: Pick;
  /** Tokens whose values the factory gets as its parameters. */
  readonly inject?: Pick;
  /** A list of providers: classes, or objects with the keys below. */
  readonly list?: Pick;
  readonly keys?: {
    readonly token: string;
    readonly class?: string;
    readonly factory?: string;
    readonly value?: string;
    readonly inject?: string;
    readonly same?: string;
  };
  /**
   * What is bound to each token (without `token` and `keys`: to the library's type of that name) is a handle of this type. Picks on it read the entry of the list (or the one object given) as
   * argument 0: its own properties, then those of what its factory returns.
   */
  readonly handle?: string;
  /** Classes whose instances the framework makes whether or not anybody asks (controllers, gateways); same object forms. */
  readonly eager?: Pick;
  /** Other containers this one brings in (module imports). */
  readonly include?: Pick;
  /** Keys of an included container that is given as an object instead of a class (a dynamic module): its class, providers, eager ones, imports. */
  readonly dynamic?: { readonly class: string; readonly list: string; readonly eager: readonly string[]; readonly include: string };
}

/** Dependency injection: a value is asked for. Constructor parameters of injected classes are obtained by their type without a record. */
export interface ObtainEffect extends Match {
  readonly effect: 'obtain';
  /** The token: an argument, or for an annotation on a parameter or field its argument, else the declared type. */
  readonly token: Pick;
  /** The value is a handle of this type when nobody provides the token (`@InjectRepository(Order)`, `@InjectQueue('mail')`). */
  readonly handle?: string;
}

/** The framework calls it: routes, listeners, cron, lifecycle, command handlers. */
export interface EntryEffect extends Match {
  readonly effect: 'entry';
  /** Names of methods called on classes the framework makes (`onModuleInit`); for annotations the decorated method is the entry. `*`: every method. */
  readonly methods?: readonly string[];
  /** The decorated or given class is made by the framework. */
  readonly makes?: boolean;
  /** Runs when a `dispatch` of the same record names this key, not by itself. */
  readonly key?: Pick;
  /** Functions given here are called. Default: every function argument of an external call is. */
  readonly functions?: Pick;
}

export type Sighting =
  | InteractionSighting
  | HandleEffect
  | SettingEffect
  | SameEffect
  | TextEffect
  | ProvideEffect
  | ObtainEffect
  | EntryEffect
  | ConfigureEffect
  | OriginEffect
  | DispatchEffect;

/** Identity function that gives a record its type while it is written. */
export function defineLibrary(record: LibraryRecord): LibraryRecord {
  return record;
}
