namespace Telemetry.Metrics;

/// <summary>The options of a metric in a file, named like the parameters of the cmdlet.</summary>
internal static class MetricOption
{
    internal const string Name = "Name";
    internal const string Type = "Type";
    internal const string EventName = "EventName";
    internal const string Measurement = "Measurement";
    internal const string Value = "Value";
    internal const string Tag = "Tag";
    internal const string Where = "Where";
    internal const string WhereNot = "WhereNot";
    internal const string Unit = "Unit";
    internal const string FromUnit = "FromUnit";
    internal const string Bucket = "Bucket";
    internal const string Description = "Description";
    internal const string SeriesLimit = "SeriesLimit";
    internal const string Lifetime = "Lifetime";
    internal const string PerPoll = "PerPoll";
    internal const string AllowNegative = "AllowNegative";
    internal const string RunningTotal = "RunningTotal";
    internal const string TagValue = "TagValue";
    internal const string SkipMissingTag = "SkipMissingTag";
    internal const string Group = "Group";

    internal static readonly string[] All =
    [
        Name, Type, EventName, Measurement, Value, Tag, Where, WhereNot, Unit, FromUnit, Bucket, Description, SeriesLimit, Lifetime,
        PerPoll, AllowNegative, RunningTotal, TagValue, SkipMissingTag, Group,
    ];
}
