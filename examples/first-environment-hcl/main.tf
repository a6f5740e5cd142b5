# The environment of ../first-environment, for plain Terraform. `npx cdktf-aptible provider` puts the provider here, which needs Node on the PATH of
# terraform; with --self-contained, it brings Node along.

terraform {
  required_providers {
    aptible = {
      source = "registry.terraform.io/cdktf-aptible/aptible"
    }
  }
}

# The account comes from APTIBLE_ACCESS_TOKEN, from APTIBLE_USERNAME and APTIBLE_PASSWORD, or from `aptible login`.
provider "aptible" {}

data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}

resource "aptible_environment" "staging" {
  handle   = "acme-staging"
  stack_id = data.aptible_stack.shared.stack_id

  # A final backup would outlive its database, and keep the environment from being destroyed until it is purged.
  backup_retention_policy {
    daily      = 7
    monthly    = 0
    yearly     = 0
    make_copy  = false
    keep_final = false
  }
}

resource "aptible_database" "database" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-database"
  database_type = "postgresql"
  version       = "16"
  disk_size     = 20
}

resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/aptible/deploy-demo-app"

  config = {
    DATABASE_URL = aptible_database.database.default_connection_url
  }

  service {
    process_type           = "web"
    container_count        = 2
    container_memory_limit = 512
  }

  service {
    process_type = "worker"
  }
}

output "environment_id" {
  value = aptible_environment.staging.env_id
}

output "git_repository" {
  value = aptible_app.web.git_repo
}

output "database_connection_url" {
  value     = aptible_database.database.default_connection_url
  sensitive = true
}
