/** What nearly every configuration under test begins with. */
const sharedStack = `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
`;

/** `aptible_environment.staging`. */
export const environment = `${sharedStack}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
}
`;

/** The same, keeping no backup of a database that goes, so that a destroy leaves nothing. */
export const environmentWithoutFinalBackups = `${sharedStack}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
  backup_retention_policy {
    daily      = 1
    monthly    = 0
    yearly     = 0
    make_copy  = false
    keep_final = false
  }
}
`;
