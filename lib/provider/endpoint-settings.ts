/** The settings of endpoints, which the platform keeps as texts under names of their own. */
import { linkedId, type Setting, type Vhost } from '../api';
import type { resources, State } from '../schema';
import type { Call } from './call';
import { changedFields } from './values';

const names = {
  force_ssl: 'FORCE_SSL',
  maintenance_page_url: 'MAINTENANCE_PAGE_URL',
  idle_timeout: 'IDLE_TIMEOUT',
  release_healthcheck_timeout: 'RELEASE_HEALTHCHECK_TIMEOUT',
  strict_health_checks: 'STRICT_HEALTH_CHECKS',
  show_elb_healthchecks: 'SHOW_ELB_HEALTHCHECKS',
  ssl_protocols_override: 'SSL_PROTOCOLS_OVERRIDE',
  ssl_ciphers_override: 'SSL_CIPHERS_OVERRIDE',
  disable_weak_cipher_suites: 'DISABLE_WEAK_CIPHER_SUITES',
} as const;

type Field = keyof typeof names;
export type Settings = Pick<State<typeof resources.aptible_endpoint>, Field>;
type Texts = Setting['settings'];

/** What is missing or empty is not set. */
export function fromTexts(texts: Texts): Settings {
  const text = (field: Field) => texts[names[field]] || null;
  const flag = (field: Field) => text(field) === 'true';
  const seconds = (field: Field) => (text(field) === null ? null : Number(text(field)));
  return {
    force_ssl: flag('force_ssl'),
    maintenance_page_url: text('maintenance_page_url'),
    idle_timeout: seconds('idle_timeout'),
    release_healthcheck_timeout: seconds('release_healthcheck_timeout'),
    strict_health_checks: flag('strict_health_checks'),
    show_elb_healthchecks: flag('show_elb_healthchecks'),
    ssl_protocols_override: text('ssl_protocols_override'),
    ssl_ciphers_override: text('ssl_ciphers_override'),
    disable_weak_cipher_suites: flag('disable_weak_cipher_suites'),
  };
}

/** Writes an empty text for what is not set. */
export const toTexts = (settings: Settings): Texts =>
  Object.fromEntries(
    (Object.keys(names) as Field[]).map((field) => [names[field], settings[field] ? String(settings[field]) : '']),
  );

export const noSettings = fromTexts({});

/** The platform merges settings into those that there are, and removes what is empty. */
export const changedSettings = (before: Settings, wanted: Settings): Partial<Texts> | undefined =>
  changedFields(toTexts(before), toTexts(wanted));

/** Fetches the settings that an endpoint has now. */
export async function readSettings(record: Vhost, { reader, signal }: Call): Promise<Settings> {
  const id = linkedId(record, 'current_setting');
  return id === undefined ? noSettings : fromTexts((await reader.setting(id, signal)).settings);
}
