# A runner: terraform, Node and the provider, for configurations in HCL and for synthesized stacks, with release checks.
#
#   npm ci && npm run build
#   docker build --tag terraform-aptible .
#   docker run --rm --volume "$PWD:/work" --user "$(id -u)" --env APTIBLE_ACCESS_TOKEN terraform-aptible plan
ARG TERRAFORM_IMAGE=hashicorp/terraform:1.11.4
ARG NODE_IMAGE=node:24-alpine

FROM ${TERRAFORM_IMAGE} AS terraform

FROM ${NODE_IMAGE}
# Terraform downloads modules with them.
RUN apk add --no-cache git openssh-client-default
COPY --from=terraform /bin/terraform /usr/local/bin/terraform
COPY dist/provider-package/ /usr/share/terraform/provider-package/
# Terraform looks there by itself.
RUN cd /usr/share/terraform \
 && file=$(ls provider-package) \
 && version=${file#*_v} \
 && architecture=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/') \
 && package=plugins/registry.terraform.io/cdktf-aptible/aptible/${version%.cjs}/linux_$architecture \
 && mkdir -p "$(dirname "$package")" \
 && mv provider-package "$package"
USER node
WORKDIR /work
ENTRYPOINT ["terraform"]
