/** Written for the official provider, with every argument that it has for these resources. */
export const officialConfiguration = `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}

resource "aptible_environment" "example" {
  handle   = "example-env"
  stack_id = data.aptible_stack.shared.stack_id
  org_id   = "0b6e5c1c-8f3a-4d5e-9c7b-1a2d3e4f5a6b"
  backup_retention_policy {
    daily      = 30
    monthly    = 12
    yearly     = 6
    make_copy  = true
    keep_final = false
  }
}

data "aptible_environment" "example" {
  handle     = "example-env"
  depends_on = [aptible_environment.example]
}

resource "aptible_database" "example" {
  env_id            = data.aptible_environment.example.env_id
  handle            = "example-db"
  database_type     = "postgresql"
  version           = "15"
  container_size    = 4096
  container_profile = "r"
  disk_size         = 100
  iops              = 5000
  enable_backups    = false
}

resource "aptible_app" "example" {
  env_id                    = data.aptible_environment.example.env_id
  handle                    = "example-app"
  docker_image              = "acme/web:1"
  private_registry_username = "robot"
  private_registry_password = "hunter2-registry"
  config = {
    KEY          = "value"
    DATABASE_URL = aptible_database.example.default_connection_url
  }
  service {
    process_type           = "web"
    container_count        = 2
    container_memory_limit = 2048
    container_profile      = "c"
    force_zero_downtime    = true
    simple_health_check    = true
    restart_free_scaling   = true
    stop_timeout           = 30
  }
  service {
    process_type    = "worker"
    container_count = 1
    autoscaling_policy {
      autoscaling_type  = "horizontal"
      min_containers    = 1
      max_containers    = 4
      min_cpu_threshold = 0.2
      max_cpu_threshold = 0.8
    }
  }
  service {
    process_type = "clock"
    autoscaling_policy {
      autoscaling_type                 = "vertical"
      metric_lookback_seconds          = 900
      percentile                       = 95.5
      post_scale_up_cooldown_seconds   = 30
      post_scale_down_cooldown_seconds = 120
      post_release_cooldown_seconds    = 90
      mem_cpu_ratio_r_threshold        = 5
      mem_cpu_ratio_c_threshold        = 1.5
      mem_scale_up_threshold           = 0.8
      mem_scale_down_threshold         = 0.6
      minimum_memory                   = 1024
      maximum_memory                   = 4096
    }
  }
}
`;
