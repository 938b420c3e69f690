import type { Features } from './features.ts';
import type { Category, Kind } from './judgement.ts';
import type { Labelled } from './label.ts';
import { type Model, opinion } from './model.ts';
import { hitsOf, reasonOf, type Signals } from './signals.ts';

/** 知识树第一层: what it is about. Replies, machine mail and spam are about nothing that anybody maintains. */
export function categoryOf(
  signals: Signals,
  features: Features,
  kind: Labelled<Kind>,
  model: Model,
): Labelled<Category> {
  if (kind.value === 'reply' || kind.value === 'automatic' || kind.value === 'spam')
    return {
      value: 'other',
      confidence: kind.confidence,
      reasons: [reasonOf(signals, 'category', 'other', `no-subject: ${kind.value}`)],
    };
  const plain = plainRule(signals, kind.value);
  if (plain)
    return {
      value: plain.category,
      confidence: 0.85,
      reasons: [reasonOf(signals, 'category', plain.category, plain.rule)],
    };
  const { label, probability } = opinion(model, 'category', features);
  const hit = label === 'other' ? undefined : hitsOf(signals, label)[0];
  return { value: label, confidence: probability, reasons: [reasonOf(signals, 'category', label, 'weighed', hit)] };
}

/** The policy's rulings on categories that cross. */
function plainRule(signals: Signals, kind: Kind): { category: Category; rule: string } | undefined {
  const { text } = signals;
  if (kind === 'fault' && brokenMachinery.test(text) && !ownMachinery.test(text))
    return { category: 'platform', rule: 'known-cause' };
  if (kind === 'change' && wantsRights.test(signals.own.text) && !wantsUnlocking.test(signals.own.text))
    return { category: 'basics', rule: 'account-or-permission' };
  return undefined;
}

/** Where network, server or USB policy is the known cause, it is the platform, though sign-in or UKeys show it. */
const brokenMachinery =
  /防火墙[^,。\n]{0,8}(?:拦|挡|策略|改|换|后)|usb[^,。\n]{0,8}(?:策略|管控|禁)|(?:硬盘|主板|内存|电源|阵列|磁盘)[^,。\n]{0,4}(?:坏|满|烧|离线|故障)|表空间[^,。\n]{0,4}(?:满|不足)|ora-01653|雷击|勒索|(?:交换机|网线|光纤|光缆|专线)[^,。\n]{0,6}(?:坏|断|松|烧|挖)|\bfirewall\b|\bransom|\bdisks?\b[^.\n]{0,20}(?:failed|full|lost)|\blistener\b/;
const ownMachinery = /前置程序|接口|加密卡|认证服务器|认证网关|打印机/;

/** A new account or a permission is basics; a locked account or a password is login. */
const wantsRights =
  /权限|角色|(?:开|建|新增|申请|开通)(?:好|一个|个)?(?:系统)?账号|(?:没有|还没|未有|尚无)账号|账号还没|\bpermissions?\b|\bnew account\b|\bno account\b|\bread access\b|\bright to\b/;
const wantsUnlocking = /解锁|锁|密码|外网|白名单|登录名|恢复|票种|验证/;
