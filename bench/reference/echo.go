package main

import (
	"bytes"
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
)

// An echo answers plans and applies with the bytes that it got, and takes the framework for the schemas only. The framework decodes and walks
// each value several times, which takes longer than terraform itself.
type echo struct {
	tfprotov6.ProviderServer
	computed sync.Map
}

func (*echo) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (*echo) UpgradeResourceState(_ context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: request.RawState.JSON}}, nil
}

func (*echo) ReadResource(_ context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: request.CurrentState, Private: request.Private}, nil
}

func (e *echo) PlanResourceChange(_ context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	isCreate, err := request.PriorState.IsNull()
	if err != nil {
		return nil, err
	}
	planned := request.ProposedNewState
	if isCreate {
		planned, err = e.changed(request.TypeName, planned, func(value msgpack.RawMessage, _ tftypes.Type) (msgpack.RawMessage, error) {
			if value[0] == null[0] {
				return unknown, nil
			}
			return value, nil
		})
	}
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: planned, PlannedPrivate: request.PriorPrivate}, err
}

func (e *echo) ApplyResourceChange(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	isCreate, err := request.PriorState.IsNull()
	if err != nil {
		return nil, err
	}
	if !isCreate {
		return e.ProviderServer.ApplyResourceChange(ctx, request)
	}
	if err := sleepAsCreate(request.TypeName); err != nil {
		return nil, err
	}
	made, err := e.changed(request.TypeName, request.PlannedState, func(value msgpack.RawMessage, kind tftypes.Type) (msgpack.RawMessage, error) {
		if value[0] != unknown[0] {
			return value, nil
		}
		return msgpack.Marshal(newValue(kind))
	})
	return &tfprotov6.ApplyResourceChangeResponse{NewState: made, Private: request.PlannedPrivate}, err
}

var null = msgpack.RawMessage{0xc0}
var unknown = msgpack.RawMessage{0xd4, 0, 0}

// changed is an object with other values of its computed attributes. Those inside blocks stay as they are.
func (e *echo) changed(name string, value *tfprotov6.DynamicValue, change func(msgpack.RawMessage, tftypes.Type) (msgpack.RawMessage, error)) (*tfprotov6.DynamicValue, error) {
	fields, err := fieldsOf(value.MsgPack)
	if err != nil {
		return nil, err
	}
	for attribute, kind := range e.computedOf(name) {
		if fields[attribute], err = change(fields[attribute], kind); err != nil {
			return nil, err
		}
	}
	encoded, err := msgpack.Marshal(fields)
	return &tfprotov6.DynamicValue{MsgPack: encoded}, err
}

// fieldsOf reads an object, whose fields stay as they are encoded: Unmarshal would lose those that are null.
func fieldsOf(object []byte) (map[string]msgpack.RawMessage, error) {
	decoder := msgpack.NewDecoder(bytes.NewReader(object))
	count, err := decoder.DecodeMapLen()
	if err != nil {
		return nil, err
	}
	fields := make(map[string]msgpack.RawMessage, count)
	for range count {
		name, err := decoder.DecodeString()
		if err != nil {
			return nil, err
		}
		if fields[name], err = decoder.DecodeRaw(); err != nil {
			return nil, err
		}
	}
	return fields, nil
}

// computedOf says which attributes a provider decides, and their types.
func (e *echo) computedOf(name string) map[string]tftypes.Type {
	if known, isKnown := e.computed.Load(name); isKnown {
		return known.(map[string]tftypes.Type)
	}
	made := map[string]tftypes.Type{}
	for attribute, each := range resourceSchemas[name]().Attributes {
		if each.IsComputed() {
			made[attribute] = each.GetType().TerraformType(context.Background())
		}
	}
	e.computed.Store(name, made)
	return made
}
