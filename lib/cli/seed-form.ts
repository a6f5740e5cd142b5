/** What a seed may say. The reference of it is made from these forms. */
import * as z from 'zod/mini';
import { faultForm, timingForm } from '../emulator/fault-forms';
import { problemOf } from '../emulator/fields';
import { handle as handleReader } from '../emulator/limits';
import { engines } from '../emulator/resources/database-engines';
import { stackNames } from '../emulator/seed';
import { key, oneOf } from '../emulator/written-json';

const handle = z.string().check(
  z.refine((value) => problemOf('handle', handleReader, value) === undefined, {
    error: ({ input }) => problemOf('it', handleReader, input),
  }),
);
const filled = z.string().check(z.minLength(1, 'is empty'));
const list = <T extends z.ZodMiniType>(element: T) => z._default(z.array(element), []);

/** A list whose handles are different. */
function withHandles<T extends z.ZodMiniType<{ readonly handle: string }>>(element: T) {
  const repeated = (elements: unknown): unknown => {
    const handles = Array.isArray(elements) ? elements.map((each: { handle?: unknown } | null) => each?.handle) : [];
    return handles.find((each, index) => each !== undefined && handles.indexOf(each) < index);
  };
  return z._default(
    z.array(element).check(
      z.refine((elements) => repeated(elements) === undefined, {
        error: ({ input }) => `the handle ${String(repeated(input))} is there twice`,
        // Also when something in it is wrong otherwise.
        when: () => true,
      }),
    ),
    [],
  );
}

const databaseType = oneOf(Object.keys(engines));

const databaseImage = z.strictObject({
  type: key(databaseType, 'the type of the database'),
  version: key(filled, 'its version: `9.4`'),
  default: key(z.optional(z.boolean()), 'whether a database of this type has it when it names no version'),
  visible: key(z.optional(z.boolean()), 'whether it is still offered'),
});

const app = z.strictObject({
  handle,
  image: key(z.optional(filled), 'the Docker image that is deployed. Without it, the app is not deployed'),
  config: key(z.optional(z.record(z.string(), z.string())), 'its configuration variables'),
});

const database = (ownVersions: ReadonlySet<string>) => {
  const isKnown = (type: string, version: string) =>
    engines[type]!.versions.includes(version) || ownVersions.has(`${type} ${version}`);
  return z
    .strictObject({
      handle,
      type: key(z._default(databaseType, 'postgresql'), '`postgresql` by default'),
      version: key(z.optional(filled), 'its version. Without it, it is the default one of its type'),
    })
    .check(
      z.refine(({ type, version }) => version === undefined || isKnown(type, version), {
        path: ['version'],
        error: ({ input }) => {
          const { type, version } = input as { readonly type: string; readonly version: string };
          return `there is no ${type} ${version}, only ${engines[type]!.versions.join(', ')}, and what databaseImages adds`;
        },
      }),
    );
};

const forms = (ownVersions: ReadonlySet<string>) => ({
  images: key(
    z._default(z.record(z.string(), z.array(filled).check(z.minLength(1, 'an image has a service'))), {}),
    'the services of Docker images, with or without their tags: `{"acme/web": ["web", "worker"]}`. For an app that is deployed with Git, its handle stands for the image',
  ),
  databaseImages: key(
    list(databaseImage),
    'versions of databases that there are besides the usual ones, or other facts about these',
  ),
  environments: key(
    withHandles(
      z.strictObject({
        handle,
        stack: key(z._default(oneOf(stackNames), 'shared-us-east-1'), `\`${stackNames.join('` (by default) or `')}\``),
        apps: key(withHandles(app), 'its apps'),
        databases: key(withHandles(database(ownVersions)), 'its databases'),
      }),
    ),
    'what is created. What exists with the same handle stays as it is',
  ),
  faults: key(list(faultForm), 'what goes wrong from then on, see [below](#faults)'),
  timing: key(
    z.optional(timingForm),
    'how long operations take from then on, instead of `--speed`, see [below](#timing)',
  ),
});

/** @param json the seed that will be read: its databases may have the versions that it adds itself. */
export function seedForm(json: unknown) {
  const images = z.safeParse(z.object({ databaseImages: z.array(z.unknown()) }), json);
  const ownVersions = (images.data?.databaseImages ?? []).flatMap((each) => {
    const image = z.safeParse(databaseImage, each);
    return image.success ? [`${image.data.type} ${image.data.version}`] : [];
  });
  return z.strictObject(forms(new Set(ownVersions)));
}

export type Seed = z.infer<ReturnType<typeof seedForm>>;
