using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Records;
using Xunit;
using static Marketplace.Tests.Unit.Records.Sample;

namespace Marketplace.Tests.Unit.Records;

public sealed class RecordRulesTests
{
    [Fact]
    public void Writes_every_type_in_its_canonical_form_and_declared_order()
    {
        var row = Insert("""
            {"extra": {"b": [1, 2.50, "\ud800"],  "a" : null}, "took": 1500, "at": "2026-09-01T08:00:00Z", "day": "2026-09-01", "price": 12000000, "width": "2.5",
             "count": 7, "note": "尺寸\n", "code": "A-1", "state": "new", "owner": "p2",
             "file": {"id": "f1", "name": "图.png", "type": "image/png", "size": 12, "sha256": "ab"}}
            """).Must();
        Assert.Equal(
            """{"code":"A-1","note":"尺寸\n","count":7,"width":"2.50","price":12000000,"open":true,"day":"2026-09-01","at":"2026-09-01T08:00:00.000Z","took":1500,"state":"new","owner":"p2","file":{"id":"f1","name":"图.png","type":"image/png","size":12,"sha256":"ab"},"extra":{"b":[1,2.50,"\ud800"],"a":null}}""",
            Text(row.Body));
        Assert.Equal((1L, "p1", Now, Now), (row.Version, row.CreatedBy, row.CreatedAt, row.UpdatedAt));
    }

    [Theory]
    [InlineData("""{"code":"A","count":"7"}""", "/count", "type")]
    [InlineData("""{"code":"A","count":7.5}""", "/count", "type")]
    [InlineData("""{"code":"A","price":9007199254740992}""", "/price", "range")]
    [InlineData("""{"code":"A","price":1e300}""", "/price", "range")]
    [InlineData("""{"code":"A","count":-1}""", "/count", "min")]
    [InlineData("""{"code":"A","count":1001}""", "/count", "max")]
    [InlineData("""{"code":"A","width":2.5}""", "/width", "type")]
    [InlineData("""{"code":"A","width":"2.505"}""", "/width", "scale")]
    [InlineData("""{"code":"A","width":"02.5"}""", "/width", "form")]
    [InlineData("""{"code":"A","width":"1e3"}""", "/width", "form")]
    [InlineData("""{"code":"A","width":"0.49"}""", "/width", "min")]
    [InlineData("""{"code":"A","width":"9999999999999"}""", "/width", "range")]
    [InlineData("""{"code":"A","open":1}""", "/open", "type")]
    [InlineData("""{"code":"A","day":"2026-02-30"}""", "/day", "form")]
    [InlineData("""{"code":"A","day":"2025-12-31"}""", "/day", "min")]
    [InlineData("""{"code":"A","at":"2026-09-01T08:00:00+08:00"}""", "/at", "form")]
    [InlineData("""{"code":"A","at":"2026-09-01"}""", "/at", "form")]
    [InlineData("""{"code":"A","state":"NEW"}""", "/state", "choice")]
    [InlineData("""{"code":"A","owner":""}""", "/owner", "form")]
    [InlineData("""{"code":"A","file":{"id":"f1"}}""", "/file", "form")]
    [InlineData("""{"code":"a"}""", "/code", "pattern")]
    [InlineData("""{"code":"AAAAAAAAAAAAAAAAAAAAA"}""", "/code", "maxLength")]
    [InlineData("""{"code":"A","note":"\u0000"}""", "/note", "nul")]
    [InlineData("""{"code":"A","note":"\ud800"}""", "/note", "surrogate")]
    [InlineData("""{"count":1}""", "/code", "required")]
    [InlineData("""{"code":null}""", "/code", "required")]
    [InlineData("""{"code":"A","colour":"red"}""", "/colour", "unknown")]
    [InlineData("""{"code":"A","a/b~c":1}""", "/a~1b~0c", "unknown")]
    [InlineData("""{"code":"A","id":"x"}""", "/id", "unknown")]
    [InlineData("""{"code":"A","code":"B"}""", "/code", "duplicate")]
    [InlineData("""{"code":"A","\ud800":1}""", "/\\ud800", "unknown")]
    [InlineData("""[]""", "", "type")]
    [InlineData("""{"code":"A","extra":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""", "/extra", "depth")]
    public void Names_the_field_and_the_rule_it_breaks(string body, string pointer, string rule) =>
        Assert.Equal((Codes.InputInvalid, pointer, rule), Why(Insert(body)));

    [Fact]
    public void Counts_length_in_characters_and_not_in_code_units()
    {
        var entity = Entity(new Field { Name = "t", Type = FieldType.Text, MaxLength = 3 });
        Assert.True(Insert("""{"t":"😀😀😀"}""", entity).Ok);
        Assert.Equal("maxLength", Why(Insert("""{"t":"😀😀😀😀"}""", entity)).Rule);
    }

    [Fact]
    public void Keeps_duplicate_keys_and_nul_inside_json_fields() =>
        Assert.Equal("""{"code":"A","open":true,"extra":{"a":1,"a":"\u0000"}}""", Text(Insert("""{"code":"A","extra":{"a":1, "a":"\u0000"}}""").Must().Body));

    [Fact]
    public void Changes_only_what_a_patch_names_and_removes_on_null()
    {
        var row = Row("""{"code":"A","count":3,"note":"x"}""");
        var later = Now.AddSeconds(5);
        var next = RecordRules.Update(Part, row, JsonElement.Parse("""{"note":null,"count":4}"""), 1, later).Must();
        Assert.Equal("""{"code":"A","count":4,"open":true}""", Text(next.Body));
        Assert.Equal((2L, Now, later), (next.Version, next.CreatedAt, next.UpdatedAt));
        Assert.Equal("required", Why(RecordRules.Update(Part, row, JsonElement.Parse("""{"code":null}"""), 0, later)).Rule);
    }

    [Fact]
    public void Refuses_a_stale_version_and_any_change_of_an_append_only_record()
    {
        var row = Row("""{"code":"A"}""");
        var stale = RecordRules.Update(Part, row, JsonElement.Parse("{}"), 2, Now).Refusal!;
        Assert.Equal((Codes.ConflictVersion, "1", "2"), (stale.Code, stale.Facts["version"], stale.Facts["given"]));
        Assert.Equal(Codes.ConflictVersion, RecordRules.Delete(Part, row, 7).Refusal!.Code);
        var log = Part with { AppendOnly = true };
        Assert.Equal(Codes.ConflictAppendOnly, RecordRules.Update(log, row, JsonElement.Parse("{}"), 1, Now).Refusal!.Code);
        Assert.Equal(Codes.ConflictAppendOnly, RecordRules.Delete(log, row, 0).Refusal!.Code);
    }

    [Fact]
    public void Does_not_hold_an_old_record_to_a_new_limit_until_it_is_touched()
    {
        var row = Row("""{"code":"A","count":900}""");
        var narrower = Entity([.. Part.Fields.Values.Select(f => f.Name == "count" ? f with { Max = "10" } : f.Name == "note" ? f with { Required = true } : f)]);
        Assert.True(RecordRules.Update(narrower, row, JsonElement.Parse("""{"open":false}"""), 0, Now).Ok);
        Assert.Equal("max", Why(RecordRules.Update(narrower, row, JsonElement.Parse("""{"count":900}"""), 0, Now)).Rule);
    }

    [Fact]
    public void Computes_formulas_at_write()
    {
        var entity = Entity(
            new Field { Name = "a", Type = FieldType.Integer },
            new Field { Name = "b", Type = FieldType.Decimal, Scale = 2 },
            new Field { Name = "sum", Type = FieldType.Decimal, Scale = 1, Formula = "a + b" },
            new Field { Name = "ratio", Type = FieldType.Decimal, Scale = 3, Formula = "a / 3" },
            new Field { Name = "large", Type = FieldType.Boolean, Formula = "a > 5" });
        var row = Insert("""{"a":7,"b":"1.25"}""", entity).Must();
        Assert.Equal("""{"a":7,"b":"1.25","sum":"8.3","ratio":"2.333","large":true}""", Text(row.Body));
        Assert.Contains("\"ratio\":\"0.333\"", Text(RecordRules.Update(entity, row, JsonElement.Parse("""{"a":1}"""), 1, Now).Must().Body), StringComparison.Ordinal);
        Assert.Equal(("/sum", "formula"), (Why(Insert("""{"sum":"1.0"}""", entity)).Pointer, Why(Insert("""{"sum":"1.0"}""", entity)).Rule));
        var broken = Entity(new Field { Name = "a", Type = FieldType.Integer }, new Field { Name = "c", Type = FieldType.Decimal, Formula = "1 / a" });
        Assert.Equal(("/c", "formula"), (Why(Insert("""{"a":0}""", broken)).Pointer, Why(Insert("""{"a":0}""", broken)).Rule));
    }

    [Fact]
    public void Crosses_with_the_hosts_own_members_first()
    {
        var row = Row("""{"code":"A","extra":{"x":1}}""");
        Assert.Equal(
            """{"id":"r1","version":1,"createdAt":"2026-09-01T08:30:00.123Z","createdBy":"p1","updatedAt":"2026-09-01T08:30:00.123Z","code":"A","open":true,"extra":{"x":1}}""",
            Text(RecordJson.Write(row)));
        Assert.Equal("""[{"id":"r1","version":1,"code":"A"}]""", Text(RecordJson.WriteAll([row], ["code"])));
    }
}
