import { encode } from '../../lib/plugin/codec';
import type { Procedures } from '../../lib/plugin/messages';
import { RecentStates } from '../../lib/plugin/recent-states';
import { impliedType } from '../../lib/plugin/schema';
import { createService } from '../../lib/plugin/service';
import type { Resource, Schema } from '../../lib/plugin/types';
import type { ObjectValue } from '../../lib/plugin/values';

const schema: Schema = {
  attributes: {
    id: { type: 'string', computed: true, stable: true },
    labels: { type: ['map', 'string'], optional: true },
  },
  blocks: { port: { nesting: 'list', attributes: { number: { type: 'number', required: true } } } },
};
const none = Buffer.alloc(0);
const bytesOf = (value: ObjectValue) => encode(value, impliedType(schema));
const object = (): ObjectValue => ({ id: '1', labels: { a: 'x' }, port: [{ number: 80 }] });

describe('recent states', () => {
  test('are given back once, for the same schema and the same bytes', () => {
    const recent = new RecentStates();
    const state = object();
    recent.add(schema, bytesOf(state), state);
    expect(recent.take({ ...schema }, bytesOf(state))).toBeUndefined();
    expect(recent.take(schema, bytesOf({ ...state, id: '2' }))).toBeUndefined();
    expect(recent.take(schema, bytesOf(state))).toBe(state);
    expect(recent.take(schema, bytesOf(state))).toBeUndefined();
  });

  test('are the last 64', () => {
    const recent = new RecentStates();
    const states = Array.from({ length: 65 }, (_, index) => ({ ...object(), id: String(index) }));
    for (const state of states) recent.add(schema, bytesOf(state), state);
    expect(states.filter((state) => recent.take(schema, bytesOf(state)))).toEqual(states.slice(1));
  });

  test('are not spoiled by handlers that change all they are given', async () => {
    const spoil = (...values: (ObjectValue | null)[]) => {
      for (const value of values) {
        if (value === null) continue;
        Object.assign(value.labels as ObjectValue, { spoiled: 'x' });
        Object.assign((value.port as ObjectValue[])[0]!, { number: 1 });
      }
    };
    const never = () => Promise.reject(new Error('not to be called'));
    const seen: ObjectValue[] = [];
    const found = object();
    const resource: Resource<null> = {
      schema,
      sees: (state) => void seen.push(structuredClone(state)),
      upgrade: (state) => {
        spoil(state as ObjectValue);
        return { ...object(), id: state.id };
      },
      read(state) {
        expect(structuredClone(state)).toEqual(object());
        spoil(state);
        return Promise.resolve(found);
      },
      plan({ prior, config }) {
        expect(structuredClone(prior)).toEqual(object());
        spoil(prior, config);
      },
      create: never,
      update: never,
      delete: never,
    };
    const configured = async () => {
      const service = createService<null>({
        name: 'tiny',
        schema: { attributes: {} },
        resources: { tiny_thing: resource },
        dataSources: {},
        configure: () => null,
      });
      await service.ConfigureProvider({
        terraformVersion: '1.11.4',
        config: { msgpack: Buffer.from([0x80]), json: none },
      });
      return service;
    };
    const typeName = 'tiny_thing';
    const value = { msgpack: bytesOf(object()), json: none };
    const rawState = { json: Buffer.from(JSON.stringify(object())), flatmap: {} };
    const upgrade = (service: Procedures) => service.UpgradeResourceState({ typeName, version: 0, rawState });
    const read = (service: Procedures) => service.ReadResource({ typeName, currentState: value, private: none });
    const plan = (service: Procedures) =>
      service.PlanResourceChange({
        typeName,
        priorState: value,
        proposedNewState: value,
        config: value,
        priorPrivate: none,
      });

    const one = await configured();
    for (const call of [upgrade, read, plan, upgrade, upgrade, read, read, plan, plan]) {
      const answer: object = await call(one);
      // What the handler returned is its own, too.
      spoil(found);
      Object.assign(found, object());
      expect(answer).toEqual(await call(await configured()));
      Object.assign(found, object());
    }
    expect(seen).toEqual(seen.map(object));
  });
});
