# The environment of ../least-privilege, for plain Terraform: three apps on one database, of which each may only do what it needs. Another `rotation` gives all of them new passwords, without downtime.
# Needs Terraform 1.11, so that no password is in the state.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aptible = {
      source = "registry.terraform.io/cdktf-aptible/aptible"
    }
  }
}

provider "aptible" {
  store_credentials = false
}

variable "rotation" {
  description = "Any text. Another one makes new logins, moves the apps to them, and then removes the old ones."
  default     = "2026-01"
}

locals {
  # The app that runs the migrations owns the schema.
  owner  = "web"
  others = { worker = { read_write = ["public"] }, reports = { read_only = ["public"] } }
}

data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}

resource "aptible_environment" "staging" {
  handle   = "acme-least-privilege"
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

resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-data"
  database_type = "postgresql"
  version       = "16"
}

resource "aptible_database_user" "owner" {
  database_id = aptible_database.data.database_id
  name        = local.owner
  owner       = ["public"]
}

resource "aptible_database_user" "other" {
  for_each    = local.others
  database_id = aptible_database.data.database_id
  name        = each.key
  read_write  = try(each.value.read_write, null)
  read_only   = try(each.value.read_only, null)
  # They get their rights on the tables that the owner is going to make.
  depends_on = [aptible_database_user.owner]
}

resource "aptible_database_login" "app" {
  for_each    = merge({ (local.owner) = aptible_database_user.owner }, aptible_database_user.other)
  database_id = aptible_database.data.database_id
  user        = each.value.name
  rotation    = var.rotation

  # The new login is there before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

ephemeral "aptible_database_credentials" "app" {
  for_each    = aptible_database_login.app
  database_id = each.value.database_id
  username    = each.value.username
  salt        = each.value.salt
}

resource "aptible_app" "app" {
  for_each                 = aptible_database_login.app
  env_id                   = aptible_environment.staging.env_id
  handle                   = "acme-${each.key}"
  docker_image             = "quay.io/aptible/deploy-demo-app"
  secret_config_wo         = { DATABASE_URL = ephemeral.aptible_database_credentials.app[each.key].connection_url }
  secret_config_wo_version = each.value.version

  service {
    process_type = "web"
  }
}
