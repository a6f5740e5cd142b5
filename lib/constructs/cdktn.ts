/**
 * cdktn, which goes on where cdktf ended, asks this of each element before it synthesizes a stack; elements of cdktf, which ours are, have
 * nothing to reset. With it, the constructs work in an app of either.
 */
import { TerraformElement } from 'cdktf';

const elements = TerraformElement.prototype as { _resetResolveDiscoveredProviderFeatureUsage?: () => void };

elements._resetResolveDiscoveredProviderFeatureUsage ??= () => undefined;
