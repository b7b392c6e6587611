import type { RateLimitSeen } from '../../../core/route.js';
import { get, itemsOf, textOf } from '../../../parse/tree.js';
import { setting } from './functions.js';
import { ofType, placeOf, type Resource, type Stack } from './stack.js';

/** The throttling of an API's usage plan: it holds for routes that ask for a key, as others belong to no plan. */
export function planLimit(stack: Stack, api: string): RateLimitSeen | undefined {
  const own = ofType(stack, 'AWS::Serverless::Api').find((r) => r.name === api);
  const plans = ofType(stack, 'AWS::ApiGateway::UsagePlan').filter((plan) =>
    itemsOf(get(plan.properties, 'ApiStages')).some((s) => textOf(get(s, 'ApiId')) === api),
  );
  const throttle = (own && throttleOf(stack, own)) ?? plans.map((plan) => get(plan.properties, 'Throttle')).find((node) => node !== undefined);
  return throttle === undefined ? undefined : { kind: 'limit', at: placeOf(stack, throttle) };
}

function throttleOf(stack: Stack, api: Resource) {
  return get(setting(stack, api, 'Auth'), 'UsagePlan', 'Throttle');
}
