namespace Telemetry.Metrics;

/// <summary>
/// The definition of a metric: the events it is made of, the number to keep of them, and the tags by which series are told apart.
/// Immutable, and safe to use from any thread. It is checked when it is added to a registry.
/// </summary>
/// <example>
/// <code>
/// new MetricDefinition("web.request.stop.duration", MetricType.Distribution)
/// {
///     Tags = ["route", "status"],
///     Unit = "second",
///     Buckets = [0.01, 0.1, 1, 10],
/// }
/// </code>
/// </example>
public sealed class MetricDefinition
{
    /// <summary>The default of <see cref="SeriesLimit"/>.</summary>
    public const int DefaultSeriesLimit = 2000;

    /// <summary>Creates a definition.</summary>
    /// <param name="name">The name, by the rules of event names. Unless other properties say otherwise, its last segment is the
    /// measurement and what precedes it the event.</param>
    /// <param name="type">The type.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public MetricDefinition(string name, MetricType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Type = type;
    }

    /// <summary>The name of the metric, unique in its registry without regard to case.</summary>
    public string Name { get; }

    /// <summary>The type of the metric.</summary>
    public MetricType Type { get; }

    /// <summary>The events: names, and patterns with <c>*</c> and <c>?</c>. Empty, the default, for the event that
    /// <see cref="Name"/> without its last segment names.</summary>
    public IReadOnlyList<string> Events { get; init => field = Copy(value); } = [];

    /// <summary>The key of the measurement; null, the default, for the last segment of <see cref="Name"/>. If the event has no
    /// such measurement, the metadata value with the key is used. A counter has no use for it.</summary>
    public string? Measurement { get; init; }

    /// <summary>A function that reads the value in place of <see cref="Measurement"/>; null for none.</summary>
    public MetricReader? Reader { get; init; }

    /// <summary>A constant to record in place of a measurement; null for none. A last value of 1 shows that a series exists, with
    /// the facts in its tags.</summary>
    public double? Value { get; init; }

    /// <summary>The tags, in the order in which they are shown; empty by default.</summary>
    public IReadOnlyList<MetricTag> Tags { get; init => field = Copy(value); } = [];

    /// <summary>The conditions that all have to hold for an event to be recorded; empty by default.</summary>
    public IReadOnlyList<EventCondition> Where { get; init => field = Copy(value); } = [];

    /// <summary>The conditions of which none may hold for an event to be recorded; empty by default.</summary>
    public IReadOnlyList<EventCondition> WhereNot { get; init => field = Copy(value); } = [];

    /// <summary>A function that selects the events to record, of those that the conditions select; null for all.</summary>
    public MetricFilter? Keep { get; init; }

    /// <summary>The unit of the recorded values: nanosecond, microsecond, millisecond, second, minute, hour, day; byte, kilobyte,
    /// megabyte, kibibyte, mebibyte; ratio, percent; celsius; or any other word, which is shown but not converted. Null, the
    /// default, for the declared one (<see cref="DeclaredMetrics"/>), or for none. Times are recorded in seconds if there is no
    /// unit.</summary>
    public string? Unit { get; init; }

    /// <summary>The unit of the measurements, if they are plain numbers in another unit than <see cref="Unit"/>; null, the default,
    /// if they need no conversion.</summary>
    public string? FromUnit { get; init; }

    /// <summary>A sentence on the metric, for people who see it elsewhere; null, the default, for the declared one
    /// (<see cref="DeclaredMetrics"/>), or for none.</summary>
    public string? Description { get; init; }

    /// <summary>The upper bounds of the buckets of a distribution, inclusive, finite and ascending; at least 1, at most 256. Other
    /// types have none.</summary>
    public IReadOnlyList<double> Buckets { get; init => field = Copy(value); } = [];

    /// <summary>The highest number of series, at least 1. Events of further series are recorded in one series whose tags are all
    /// <c>(other)</c>.</summary>
    public int SeriesLimit { get; init; } = DefaultSeriesLimit;

    /// <summary>The time after which a series that records nothing is removed; null, the default, for never.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Whether a series is removed when a poll that ended did not set it.</summary>
    public bool PerPoll { get; init; }

    /// <summary>Whether a sum can go down, by negative measurements. It is then no counter for Prometheus, but a gauge.</summary>
    public bool AllowNegative { get; init; }

    /// <summary>Whether the measurement of a sum is the total so far, as a counter of the operating system has it, and not what is
    /// to be added.</summary>
    public bool RunningTotal { get; init; }

    /// <summary>The values of tags that are known beforehand, by the names of the tags. If all tags of a metric have some, the
    /// series of all their combinations exist from the start, with the value 0, and never expire.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MetadataValue>> TagValues { get; init => field = Copy(value); } =
        new Dictionary<string, IReadOnlyList<MetadataValue>>();

    /// <summary>Whether an event without a value for each tag is skipped. By default, the missing value is empty text.</summary>
    public bool SkipMissingTag { get; init; }

    /// <summary>A name by which reporters select metrics; null, the default, for none.</summary>
    public string? Group { get; init; }

    /// <summary>Returns the name and the type.</summary>
    public override string ToString() => $"{Name} ({Type})";

    /// <summary>Whether the metric is exported as a counter: a counter, or a sum without <see cref="AllowNegative"/>. Its number only
    /// goes down when the process starts again, or the source of a running total does.</summary>
    public bool IsMonotonic => Type == MetricType.Counter || (Type == MetricType.Sum && !AllowNegative);

    /// <summary>Whether the numbers only add up, so that they can go on from those of an earlier process.</summary>
    internal bool IsCumulative => Type != MetricType.LastValue && (Type != MetricType.Sum || !(AllowNegative || RunningTotal));

    /// <summary>Returns the same definition with another unit and description.</summary>
    internal MetricDefinition With(string? unit, string? fromUnit, string? description) => new(Name, Type)
    {
        Events = Events,
        Measurement = Measurement,
        Reader = Reader,
        Value = Value,
        Tags = Tags,
        Where = Where,
        WhereNot = WhereNot,
        Keep = Keep,
        Unit = unit,
        FromUnit = fromUnit,
        Description = description,
        Buckets = Buckets,
        SeriesLimit = SeriesLimit,
        Lifetime = Lifetime,
        PerPoll = PerPoll,
        AllowNegative = AllowNegative,
        RunningTotal = RunningTotal,
        TagValues = TagValues,
        SkipMissingTag = SkipMissingTag,
        Group = Group,
    };

    /// <summary>The names under which the metric is exported.</summary>
    internal ReservedNames ReservedNames => field ??= new ReservedNames(this);

    private static T[] Copy<T>(IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values];
    }

    private static Dictionary<string, IReadOnlyList<MetadataValue>> Copy(
        IReadOnlyDictionary<string, IReadOnlyList<MetadataValue>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<MetadataValue>)[.. pair.Value ?? []]);
    }
}
