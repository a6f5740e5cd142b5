import { App, TerraformRemoteState, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { stateOfStack, type CheckedDefinition, type StateOfStack } from '../definition';

class AnyRemoteState extends TerraformRemoteState {}

/** @returns the state of a stack that a definition names. `around` gets one for each name. */
export function remoteStateOf(around: Construct, definition: CheckedDefinition, name: string): TerraformRemoteState {
  const known = around.node.tryFindChild(name);
  if (known instanceof AnyRemoteState) return known;
  const state = stateOfStack(name, definition.value, definition.files[0]);
  const { type, config, workspace } = state;
  const local = type === 'local' && localConfig(TerraformStack.of(around), state);
  return new AnyRemoteState(around, name, type, { ...config, ...local, ...(workspace !== undefined && { workspace }) });
}

/** @returns the paths of files as they are seen from where Terraform runs for this stack. */
function localConfig(
  stack: TerraformStack,
  { config, workspace, isBesideDefinition, directoryName }: StateOfStack,
): Record<string, string> {
  const { path, workspace_dir: workspaces = 'terraform.tfstate.d' } = config;
  if (isBesideDefinition) return { path: relative(resolve(App.of(stack).outdir, 'stacks', stack.node.id), path!) };
  // Terraform takes them from where it runs for that definition.
  const there = (file: string) =>
    isAbsolute(file) || directoryName === undefined ? file : join('..', directoryName, file);
  return {
    ...(path !== undefined && { path: there(path) }),
    ...(workspace !== undefined && { workspace_dir: there(workspaces) }),
  };
}
