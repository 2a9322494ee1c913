namespace Telemetry.Analyzers;

/// <summary>The payloads of the events of a span.</summary>
internal static class SpanPayloads
{
    private static readonly FieldModel s_systemTime = new()
    {
        IsMeasurement = true,
        Key = SpanKeys.SystemTime,
        Property = "SystemTime",
        Type = "global::System.DateTime",
        IsValueType = true,
        Description = "The time of the start, in UTC.",
    };

    private static readonly FieldModel s_duration = new()
    {
        IsMeasurement = true,
        Key = SpanKeys.Duration,
        Property = "Duration",
        Type = "global::System.TimeSpan",
        IsValueType = true,
        Description = "The time from the start of the span to its end.",
    };

    private static readonly FieldModel[] s_failure =
    [
        Text(SpanKeys.Kind, "Kind", "string", "The full name of the type of the exception."),
        Text(SpanKeys.Reason, "Reason", "object", "The exception."),
        Text(SpanKeys.StackTrace, "StackTrace", "string", "The stack trace of the failure."),
    ];

    internal static IEnumerable<PayloadSource> Of(MethodModel method)
    {
        yield return new(method, $"{method.Stem}Start", $"{method.EventName}.{SpanSuffixes.Start}", [s_systemTime, .. method.Fields]);
        yield return new(method, $"{method.Stem}Stop", $"{method.EventName}.{SpanSuffixes.Stop}", [s_duration, .. method.StopFields]);
        yield return new(
            method,
            $"{method.Stem}Exception",
            $"{method.EventName}.{SpanSuffixes.Exception}",
            [s_duration, .. method.Fields.Where(field => !s_failure.Any(own => Same(own.Key, field.Key))), .. s_failure]);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static FieldModel Text(string key, string property, string type, string description) => new()
    {
        Key = key,
        Property = property,
        Type = type,
        IsOptional = true,
        Description = description,
    };
}
