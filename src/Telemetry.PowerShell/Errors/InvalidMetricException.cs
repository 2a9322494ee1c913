namespace Telemetry.Commands;

/// <summary>An argument of a metric cmdlet that cannot be read. The cmdlet writes it as an error.</summary>
public sealed class InvalidMetricException : ArgumentException
{
    /// <summary>Initializes a new instance with the default message.</summary>
    public InvalidMetricException()
    {
    }

    /// <summary>Initializes a new instance with a message.</summary>
    /// <param name="message">The problem and its remedy.</param>
    public InvalidMetricException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message and the exception that caused it.</summary>
    /// <param name="message">The problem and its remedy.</param>
    /// <param name="innerException">The exception that caused this one, or null.</param>
    public InvalidMetricException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private InvalidMetricException(string errorId, object? target, string message)
        : base(message)
    {
        ErrorId = errorId;
        Target = target;
    }

    /// <summary>The id of the error that a cmdlet writes.</summary>
    public string ErrorId { get; } = "UnknownMetricOption";

    /// <summary>The invalid value.</summary>
    public object? Target { get; }

    internal static InvalidMetricException Type(string type) => new(
        "InvalidMetricType",
        type,
        $"There is no type '{type}' of metrics. Use Counter, Sum, LastValue, Summary or Distribution.{TypeHint(type)}");

    internal static InvalidMetricException NoType() => new(
        "InvalidMetricType",
        null,
        "The metric has no type, and its event declares none for the measurement. Use Counter, Sum, LastValue, Summary or Distribution.");

    internal static InvalidMetricException TagSource(string tag, object? source) => new(
        "InvalidTag",
        source,
        $"The tag '{tag}' is read from {ValueDescription.Of(source)}. Give the key of a metadata value, as in @{{ {tag} = 'http.{tag}' }}, "
        + $"or a script block, as in @{{ {tag} = {{ $_.Metadata.{tag} }} }}.");

    internal static InvalidMetricException Tag(object? tag) => new(
        "InvalidTag",
        tag,
        $"A tag is {ValueDescription.Of(tag)}. Give the keys of metadata values, as in -Tag route, status, or a table of names and "
        + "sources, as in -Tag @{ code = 'status' }.");

    internal static InvalidMetricException MeasuredTagSource(string tag, object? source) => new(
        "InvalidTag",
        source,
        $"The tag '{tag}' is read from {ValueDescription.Of(source)}. Give the key of a metadata value, as in "
        + $"-Tag @{{ {tag} = 'status' }}.");

    internal static InvalidMetricException MeasuredKey() => new(
        "InvalidMeasurementKey",
        null,
        "A measurement is empty text. Give the keys of measurements, as in -Measurement duration, bytes.");

    internal static InvalidMetricException MeasuredColumn(string kind, string name) => new(
        kind == "tag" ? "InvalidTag" : "InvalidMeasurementKey",
        name,
        kind == "tag"
            ? $"Each row has another property '{name}'. Give the tag another name, as in -Tag @{{ '{name}Tag' = '{name}' }}."
            : $"The properties of the measurement '{name}' have the names of other ones. Measure it in a second call.");

    internal static InvalidMetricException TagValues(object? values) => new(
        "InvalidTag",
        values,
        $"The declared values of the tags are {ValueDescription.Of(values)}. Give a table, as in -TagValue @{{ status = 200, 404, 500 }}.");

    internal static InvalidMetricException Value(object? value) => new(
        "UnknownMetricOption",
        value,
        $"The value is {ValueDescription.Of(value)}. Give a number, which is recorded for each event, or a script block that reads a "
        + "number from an event, as in { $_.Metadata.bytes }.");

    internal static InvalidMetricException ScriptBlock(object block, string use, string problem) =>
        new("InvalidScriptBlock", block, $"This script block cannot {use}: {problem}");

    internal static InvalidMetricException Snapshot(object? value) => new(
        "InvalidSnapshot",
        value,
        $"-Since is {ValueDescription.Of(value)}. Give what Get-TelemetryMetricValue wrote before, as in $before = "
        + "Get-TelemetryMetricValue.");

    internal static InvalidMetricException Interval(TimeSpan interval) => new(
        "InvalidInterval", interval, $"The interval is {interval}. Use 100ms or more, and less than a day.");

    internal static InvalidMetricException File(string message, string path) => new("InvalidMetricFile", path, message);

    internal static InvalidMetricException Path(string path, string problem) => new("InvalidPath", path, $"'{path}': {problem}");

    internal static InvalidMetricException FileEntry(string errorId, object? name, string? place, string problem) =>
        new(errorId, name, $"{place}: {problem}");

    private static string TypeHint(string type) => type.ToUpperInvariant() switch
    {
        "GAUGE" => " A gauge is a LastValue, or a Sum with -AllowNegative.",
        "HISTOGRAM" => " A histogram is a Distribution, or a Summary, which needs no buckets.",
        _ => string.Empty,
    };
}
