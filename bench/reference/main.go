// A provider that does nothing, on the public plugin framework, with the schemas of ours: what `terraform plan` costs with no work behind it.
//
// With BENCH_ECHO it is as quick as a provider in Go can be: see echo.go.
//
// The bench writes schemas.go beside this file: providerSchema, resourceSchemas, dataSourceSchemas and ephemeralSchemas.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasources "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemerals "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	resources "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func main() {
	err := tf6server.Serve("registry.terraform.io/cdktf-aptible/aptible", func() tfprotov6.ProviderServer {
		server := providerserver.NewProtocol6(reference{})()
		if os.Getenv("BENCH_ECHO") == "" {
			return server
		}
		return &echo{ProviderServer: server}
	})
	if err == nil {
		err = writeUsage()
	}
	if err != nil {
		log.Fatal(err)
	}
}

// writeUsage says what this process took, in the form of usage.cjs.
func writeUsage() error {
	path := os.Getenv("BENCH_USAGE")
	if path == "" {
		return nil
	}
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	cpuMs := float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e6
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(file, "{\"cpuMs\":%f,\"maxRssKb\":%d}\n", cpuMs, usage.Maxrss); err != nil {
		return err
	}
	return file.Close()
}

type reference struct{}

func (reference) Metadata(_ context.Context, _ provider.MetadataRequest, response *provider.MetadataResponse) {
	response.TypeName = "aptible"
}

func (reference) Schema(_ context.Context, _ provider.SchemaRequest, response *provider.SchemaResponse) {
	response.Schema = providerSchema()
}

func (reference) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (reference) Resources(context.Context) []func() resource.Resource {
	var made []func() resource.Resource
	for name, schema := range resourceSchemas {
		made = append(made, func() resource.Resource { return nothingResource{name, schema} })
	}
	return made
}

func (reference) DataSources(context.Context) []func() datasource.DataSource {
	var made []func() datasource.DataSource
	for name, schema := range dataSourceSchemas {
		made = append(made, func() datasource.DataSource { return nothingDataSource{name, schema} })
	}
	return made
}

func (reference) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	var made []func() ephemeral.EphemeralResource
	for name, schema := range ephemeralSchemas {
		made = append(made, func() ephemeral.EphemeralResource { return nothingEphemeral{name, schema} })
	}
	return made
}

// A nothingResource keeps its state as it is. The framework plans what is proposed.
type nothingResource struct {
	name   string
	schema func() resources.Schema
}

func (r nothingResource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = r.name
}

func (r nothingResource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = r.schema()
}

func (r nothingResource) Create(_ context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	if err := sleepAsCreate(r.name); err != nil {
		response.Diagnostics.AddError("BENCH_SLEEPS is wrong", err.Error())
		return
	}
	reach(request.Plan, &response.State, &response.Diagnostics)
}

func (r nothingResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r nothingResource) Update(_ context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	reach(request.Plan, &response.State, &response.Diagnostics)
}

func (r nothingResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// sleepAsCreate takes as long as a create: BENCH_SLEEPS has milliseconds by type.
func sleepAsCreate(name string) error {
	text := os.Getenv("BENCH_SLEEPS")
	if text == "" {
		return nil
	}
	var sleepsMs map[string]float64
	if err := json.Unmarshal([]byte(text), &sleepsMs); err != nil {
		return err
	}
	time.Sleep(time.Duration(sleepsMs[name] * float64(time.Millisecond)))
	return nil
}

// reach makes a state of a plan.
func reach(plan tfsdk.Plan, state *tfsdk.State, diagnostics *diag.Diagnostics) {
	known, err := madeKnown(plan.Raw)
	if err != nil {
		diagnostics.AddError("The plan has a value that cannot be made known", err.Error())
		return
	}
	state.Raw = known
}

var lastNumber atomic.Int64

func madeKnown(value tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(value, func(_ *tftypes.AttributePath, each tftypes.Value) (tftypes.Value, error) {
		if each.IsKnown() {
			return each, nil
		}
		return tftypes.NewValue(each.Type(), newValue(each.Type())), nil
	})
}

// newValue is one that the reference decides.
func newValue(kind tftypes.Type) any {
	switch {
	case kind.Is(tftypes.Number):
		return lastNumber.Add(1)
	case kind.Is(tftypes.String):
		return fmt.Sprint(lastNumber.Add(1))
	case kind.Is(tftypes.Bool):
		return false
	default:
		return nil
	}
}

// A nothingDataSource answers what BENCH_DATA says: attributes by type, as in a state.
type nothingDataSource struct {
	name   string
	schema func() datasources.Schema
}

func (d nothingDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = d.name
}

func (d nothingDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = d.schema()
}

func (d nothingDataSource) Read(ctx context.Context, _ datasource.ReadRequest, response *datasource.ReadResponse) {
	var answers map[string]json.RawMessage
	if err := json.Unmarshal([]byte(os.Getenv("BENCH_DATA")), &answers); err != nil {
		response.Diagnostics.AddError("BENCH_DATA is wrong", err.Error())
		return
	}
	value, err := tftypes.ValueFromJSON(answers[d.name], response.State.Schema.Type().TerraformType(ctx))
	if err != nil {
		response.Diagnostics.AddError("BENCH_DATA has no "+d.name+" of this schema", err.Error())
		return
	}
	response.State.Raw = value
}

type nothingEphemeral struct {
	name   string
	schema func() ephemerals.Schema
}

func (e nothingEphemeral) Metadata(_ context.Context, _ ephemeral.MetadataRequest, response *ephemeral.MetadataResponse) {
	response.TypeName = e.name
}

func (e nothingEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, response *ephemeral.SchemaResponse) {
	response.Schema = e.schema()
}

func (e nothingEphemeral) Open(_ context.Context, _ ephemeral.OpenRequest, response *ephemeral.OpenResponse) {
	response.Diagnostics.AddError("Nothing to open", "The reference of the bench opens no "+e.name+".")
}
