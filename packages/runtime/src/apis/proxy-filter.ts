import { type AnyCall, apiMethod, type Pallet, type RuntimeApi } from "@ganglion/frame";
import { utf8Bytes } from "@ganglion/primitives";
import { option, snakeCase, u8, vec } from "@ganglion/scale";
import { type Entry, FILTERS, type Filter } from "../pallets/proxy/filters.ts";
import { PROXY_TYPES, type ProxyType } from "../pallets/proxy/types.ts";
import {
  type CallCondition,
  type CallInfo,
  type ProxyFilterInfo,
  type ProxyTypeInfo,
  proxyFilterInfo,
  proxyTypeInfo,
} from "./types.ts";

/** Types that allow nothing any more. Source: common/src/lib.rs is_deprecated. */
const DEPRECATED: readonly ProxyType[] = ["Triumvirate", "Senate", "Governance", "RootWeights"];

const typeInfo = (type: ProxyType): ProxyTypeInfo => ({
  name: utf8Bytes(type),
  index: PROXY_TYPES.indexOf(type),
  deprecated: DEPRECATED.includes(type),
});

function conditionOf({ condition }: Entry): CallCondition | undefined {
  if (condition === undefined) return undefined;
  if (condition.type === "holds")
    return {
      type: "NestedCallMustBe",
      value: { palletName: utf8Bytes(condition.pallet), callName: utf8Bytes(condition.call) },
    };
  const { argument, limit } = condition;
  return { type: "ParamLessThan", value: { paramName: utf8Bytes(snakeCase(argument)), limit } };
}

const isPallet = (of: AnyCall | Pallet): of is Pallet => "calls" in of;
function callInfo(entry: Entry): CallInfo {
  const { of } = entry;
  const condition = conditionOf(entry);
  return isPallet(of)
    ? {
        palletName: utf8Bytes(of.name),
        palletIndex: of.index,
        callName: undefined,
        callIndex: undefined,
        condition,
      }
    : {
        palletName: utf8Bytes(of.pallet),
        palletIndex: of.palletIndex,
        callName: utf8Bytes(of.name),
        callIndex: of.index,
        condition,
      };
}

function filterInfo(type: ProxyType, filter: Filter): ProxyFilterInfo {
  const { name, index, deprecated } = typeInfo(type);
  return {
    proxyType: index,
    name,
    deprecated,
    filterMode: filter.mode,
    calls: "calls" in filter ? filter.calls.map(callInfo) : [],
    exceptions: "exceptions" in filter ? (filter.exceptions ?? []).map(callInfo) : [],
  };
}

/** What each type of proxy may do. Source: runtime/src/lib.rs, ProxyFilterRuntimeApi */
export const proxyFilterApi: RuntimeApi = {
  name: "ProxyFilterRuntimeApi",
  version: 1,
  methods: {
    getProxyTypes: apiMethod({
      inputs: {},
      output: vec(proxyTypeInfo),
      run: () => PROXY_TYPES.map(typeInfo),
    }),
    getProxyFilter: apiMethod({
      inputs: { proxyType: option(u8) },
      output: vec(proxyFilterInfo),
      run: (_, { proxyType }) =>
        Object.entries(FILTERS)
          .map(([type, filter]) => filterInfo(type as ProxyType, filter))
          .filter((each) => proxyType === undefined || each.proxyType === proxyType),
    }),
  },
};
