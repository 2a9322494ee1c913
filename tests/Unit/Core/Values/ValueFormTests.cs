using Microsoft.CodeAnalysis.CSharp;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Each way to write a value or an emit: it does what is meant, or does not compile.</summary>
[Trait("Category", "Slow")]
public sealed class ValueFormTests
{
    public static TheoryData<string, string> Values => new()
    {
        { "Of((MetadataValue)true)", "Boolean True" },
        { "Of((MetadataValue)'x')", "Char x" },
        { "Of((MetadataValue)(sbyte)-5)", "SByte -5" },
        { "Of((MetadataValue)(byte)5)", "Byte 5" },
        { "Of((MetadataValue)(short)5)", "Int16 5" },
        { "Of((MetadataValue)(ushort)5)", "UInt16 5" },
        { "Of((MetadataValue)5)", "Int32 5" },
        { "Of((MetadataValue)5u)", "UInt32 5" },
        { "Of((MetadataValue)5L)", "Int64 5" },
        { "Of((MetadataValue)ulong.MaxValue)", "UInt64 18446744073709551615" },
        { "Of((MetadataValue)0.1f)", "Single 0.1" },
        { "Of((MetadataValue)0.1)", "Double 0.1" },
        { "Of((MetadataValue)1.50m)", "Decimal 1.50" },
        { "Of((MetadataValue)Guid.Empty)", "Guid 00000000-0000-0000-0000-000000000000" },
        {
            "Of((MetadataValue)new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)))",
            "DateTimeOffset 2026-01-02T03:04:05.0000000+02:00"
        },
        { "Of((MetadataValue)new DateTime(2026, 1, 2))", "DateTime 2026-01-02T00:00:00.0000000" },
        { "Of((MetadataValue)null)", "Null " },
        { "Of((MetadataValue)IntPtr.Zero)", "Object 0" },
        { "Of(MetadataValue.From((int?)5))", "Int32 5" },
        { "Of(MetadataValue.From((int?)null))", "Null " },
        { "Of(MetadataValue.From(DayOfWeek.Monday))", "Object Monday" },
        { "new KeyValuePair<string, MetadataValue>(\"k\", Guid.Empty).Value", "00000000-0000-0000-0000-000000000000" },
        { "new KeyValuePair<string, MetadataValue>(\"k\", null).Value == null", "True" },
        { "new KeyValuePair<string, MetadataValue>(\"k\", (int?)5)", "CS1503" },
        { "new KeyValuePair<string, MetadataValue>(\"k\", DayOfWeek.Monday)", "CS1503" },
        { "new KeyValuePair<string, MetadataValue>(\"k\", new object())", "CS1503" },
        { "Of((MeasurementValue)(sbyte)-5)", "Int32 -5" },
        { "Of((MeasurementValue)(byte)5)", "Int32 5" },
        { "Of((MeasurementValue)(short)5)", "Int32 5" },
        { "Of((MeasurementValue)(ushort)5)", "Int32 5" },
        { "Of((MeasurementValue)5u)", "Int64 5" },
        { "Of((MeasurementValue)ulong.MaxValue)", "UInt64 18446744073709551615" },
        { "Of((MeasurementValue)1.5f)", "Double 1.5" },
        { "Of((MeasurementValue)1.50m)", "Decimal 1.50" },
        { "Of((MeasurementValue)new IntPtr(5))", "Int64 5" },
        { "Of((MeasurementValue)new UIntPtr(5))", "UInt64 5" },
        { "(MeasurementValue)'x'", "CS0619" },
        { "new KeyValuePair<string, MeasurementValue>(\"n\", 'x')", "CS0619" },
        { "new KeyValuePair<string, MeasurementValue>(\"n\", true)", "CS1503" },
        { "new KeyValuePair<string, MeasurementValue>(\"n\", \"5\")", "CS1503" },
        { "new KeyValuePair<string, MeasurementValue>(\"n\", (int?)5)", "CS1503" },
        { "new KeyValuePair<string, MeasurementValue>(\"n\", DayOfWeek.Monday)", "CS1503" },
        { "new KeyValuePair<string, MeasurementValue>(\"n\", null)", "CS1503" },
    };

    public static TheoryData<string, string> Emits => new()
    {
        { "Emitted(() => e.Execute())", "e { } { }" },
        { "Emitted(() => e.Execute(5))", "e { value = 5 } { }" },
        { "Emitted(() => e.Execute(5, metadata))", "e { value = 5 } { k = v }" },
        { "Emitted(() => e.Execute(measurements))", "e { n = 1 } { }" },
        { "Emitted(() => e.Execute(measurements, metadata))", "e { n = 1 } { k = v }" },
        { "Emitted(() => e.Execute(5, (n, b) => b.Measurement(\"n\", n)))", "e { n = 5 } { }" },
        { "Emitted(() => dispatcher.Execute(\"e\", 5))", "e { value = 5 } { }" },
        { "Emitted(() => dispatcher.Execute(name, 5, metadata))", "e { value = 5 } { k = v }" },
        { "Emitted(() => dispatcher.Execute(\"e\", measurements, metadata))", "e { n = 1 } { k = v }" },
        { "Emitted(() => dispatcher.Execute(\"e\", 5, (n, b) => b.Metadata(\"k\", n)))", "e { } { k = 5 }" },
        { "Emitted(() => e.Execute(new Dictionary<string, MeasurementValue> { { \"n\", 1 } }))", "e { n = 1 } { }" },
        { "Emitted(() => e.Execute(null, new Dictionary<string, MetadataValue> { { \"k\", \"v\" } }))", "e { } { k = v }" },
        { "Emitted(() => e.Execute('x'))", "CS0619" },
        { "Emitted(() => e.Execute(true))", "CS1503" },
        { "Emitted(() => e.Execute(\"text\"))", "CS1503" },
        { "Emitted(() => e.Execute(metadata))", "CS1503" },
        { "Emitted(() => dispatcher.Execute(\"e\", metadata))", "CS1503" },
        { "Emitted(() => dispatcher.Execute(\"e\", \"text\"))", "CS1503" },
        { "Emitted(() => dispatcher.Execute(\"e\", null))", "CS0121" },
    };

    // The overload that builds an event is found last, where the compiler knows of priorities. An older one takes a null for the
    // function that is missing, and the call is refused.
    public static TheoryData<string, string, string> EmitsWithNull => new()
    {
        { "Emitted(() => e.Execute(5, default))", "e { value = 5 } { }", nameof(ArgumentNullException) },
        { "Emitted(() => e.Execute(measurements, default))", "e { n = 1 } { }", nameof(ArgumentNullException) },
        { "Emitted(() => e.Execute(5, null))", "e { value = 5 } { }", nameof(ArgumentNullException) },
        { "Emitted(() => dispatcher.Execute(\"e\", 5, default))", "e { value = 5 } { }", nameof(ArgumentNullException) },
    };

    [Theory]
    [MemberData(nameof(Values))]
    [MemberData(nameof(Emits))]
    public void Value_is_exact_or_does_not_compile(string expression, string expected) =>
        Assert.Equal(expected, Snippet.Evaluate(expression));

    [Theory]
    [MemberData(nameof(Values))]
    [MemberData(nameof(Emits))]
    public void Value_is_the_same_in_the_oldest_language_of_netstandard(string expression, string expected) =>
        Assert.Equal(expected, Snippet.Evaluate(expression, LanguageVersion.CSharp7_3, isNetstandard: true));

    [Theory]
    [MemberData(nameof(EmitsWithNull))]
    public void Null_in_the_place_of_metadata_is_none_or_is_refused(string expression, string expected, string expectedInOldLanguages)
    {
        Assert.Equal(expected, Snippet.Evaluate(expression));
        Assert.Equal(expectedInOldLanguages, Snippet.Evaluate(expression, LanguageVersion.CSharp7_3, isNetstandard: true));
    }

    // Lambdas, attributes and accessors that are newer than the language would make parts of the API useless there.
    [Theory]
    [InlineData(
        "new HandlerOptions { CollectsStatistics = true, Filter = (in EventData d, object c) => true, "
            + "Buffer = new HandlerBuffer { Capacity = 3 } }.Buffer.Capacity",
        "3")]
    [InlineData("new HandlerBuffer { FullMode = BufferFullMode.DropOldest, DrainTimeout = TimeSpan.Zero }.DrainTimeout", "00:00:00")]
    [InlineData("Of(dispatcher.Attach(\"h\", \"e\", (in EventData d, object c) => { seen = d.ToRecord(); }))", "null Detach")]
    [InlineData(
        "Emitted(() => { using (TelemetrySpan span = dispatcher.GetSpanSource(\"s\").Start(metadata)) { span.Stop(measurements); } "
            + "e.Execute(); })",
        "e { } { }")]
    [InlineData("dispatcher.GetSpanSource(\"s\").Run(span => 5, metadata)", "5")]
    [InlineData("EventRecorder.Start(dispatcher, \"e\").Count", "0")]
    public void Rest_of_the_api_is_there_in_the_oldest_language_of_netstandard(string expression, string expected) =>
        Assert.Equal(expected, Snippet.Evaluate(expression, LanguageVersion.CSharp7_3, isNetstandard: true));
}
