using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The settings of a reporter: parameters first, then variables of the environment, then defaults.</summary>
internal sealed record OtlpSettings
{
    private static readonly string[] s_samplers =
    [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
    ];

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The receivers of the signals that are reported.</summary>
    public required IReadOnlyDictionary<Signal, Destination> Destinations { get; init; }

    /// <summary>The time between two reports of the metrics.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The longest time for which spans and log records wait.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>The patterns of the names of spans.</summary>
    public required IReadOnlyList<EventPattern> Spans { get; init; }

    /// <summary>The patterns of the events that become log records.</summary>
    public required IReadOnlyList<EventPattern> Events { get; init; }

    /// <summary>The number of spans that wait at most, and how many are sent at a time.</summary>
    public required QueueSize SpanQueue { get; init; }

    /// <summary>The number of log records that wait at most, and how many are sent at a time.</summary>
    public required QueueSize LogQueue { get; init; }

    /// <summary>The kind of histogram that summaries become.</summary>
    public required SummaryForm Summaries { get; init; }

    /// <summary>Whether values of metrics are reported as what was added since the last report.</summary>
    public bool IsDelta { get; init; }

    /// <summary>Whether this is so for some kinds of metrics only.</summary>
    public bool IsLowMemory { get; init; }

    /// <summary>The attributes of the resource that parameters give.</summary>
    public required IReadOnlyDictionary<string, object> Resource { get; init; }

    /// <exception cref="ReporterException">A parameter or a variable is not valid.</exception>
    internal static OtlpSettings Of(OtlpParameters parameters, OtlpEnvironment environment)
    {
        EventPattern[] spans = Patterns(parameters.Trace ?? ["*"], "-Trace");
        EventPattern[] events = Patterns(parameters.Log ?? [], "-Log");
        var destinations = new Dictionary<Signal, Destination>();
        foreach (Signal signal in Enum.GetValues<Signal>())
        {
            bool isWanted = signal switch
            {
                Signal.Traces => spans.Length > 0,
                Signal.Logs => events.Length > 0,
                _ => !parameters.NoMetric,
            };
            bool isGiven = (signal == Signal.Traces && parameters.Trace is not null) || signal == Signal.Logs;
            if (isWanted && (isGiven || IsEnabled(signal, environment)))
            {
                destinations.Add(signal, DestinationSettings.Of(signal, parameters, environment));
            }
        }

        RequireSampler(environment);
        (bool isDelta, bool isLowMemory) = Temporality(environment);
        return new OtlpSettings
        {
            Destinations = destinations,
            Interval = parameters.Interval
                ?? environment.Time("OTEL_METRIC_EXPORT_INTERVAL", s_shortest, s_day)
                ?? TimeSpan.FromSeconds(60),
            Delay = DelayOf(environment),
            Spans = destinations.ContainsKey(Signal.Traces) ? spans : [],
            Events = events,
            SpanQueue = QueueSize.Of("OTEL_BSP_", environment),
            LogQueue = QueueSize.Of("OTEL_BLRP_", environment),
            Summaries = Form(parameters, environment),
            IsDelta = isDelta,
            IsLowMemory = isLowMemory,
            Resource = ResourceAttributes.Read(parameters.ResourceAttribute, parameters.ServiceName),
        };
    }

    // One for both: the shorter one.
    private static TimeSpan DelayOf(OtlpEnvironment environment)
    {
        TimeSpan? spans = environment.Time("OTEL_BSP_SCHEDULE_DELAY", s_shortest, s_day);
        TimeSpan? logs = environment.Time("OTEL_BLRP_SCHEDULE_DELAY", s_shortest, s_day);
        return spans < logs ? spans.Value : logs ?? spans ?? TimeSpan.FromSeconds(5);
    }

    // What the SDK would ignore.
    private static void RequireSampler(OtlpEnvironment environment)
    {
        const string Variable = "OTEL_TRACES_SAMPLER";
        if (environment.Text(Variable) is { } text && !s_samplers.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            throw Words.Invalid(Variable, text, string.Join(", ", s_samplers[..^1]) + " or " + s_samplers[^1]);
        }
    }

    // The word with which the specification turns a signal off.
    private static bool IsEnabled(Signal signal, OtlpEnvironment environment)
    {
        string variable = $"OTEL_{signal.ToString().ToUpperInvariant()}_EXPORTER";
        string[] exporters = environment.Text(variable)?.Split(',', StringSplitOptions.TrimEntries) ?? ["otlp"];
        if (exporters.Contains("otlp", StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        return exporters is [var only] && string.Equals(only, "none", StringComparison.OrdinalIgnoreCase)
            ? false
            : throw Words.Invalid(variable, string.Join(", ", exporters), "otlp or none, as there is no other exporter here");
    }

    private static SummaryForm Form(OtlpParameters parameters, OtlpEnvironment environment)
    {
        const string Variable = "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION";
        return parameters.SummaryAs is { } given ? Words.Form(given, "-SummaryAs")
            : environment.Text(Variable) is { } text ? Words.Form(text, Variable)
            : SummaryForm.Exponential;
    }

    private static (bool IsDelta, bool IsLowMemory) Temporality(OtlpEnvironment environment)
    {
        const string Variable = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";
        return environment.Text(Variable)?.ToUpperInvariant() switch
        {
            null or "CUMULATIVE" => (false, false),
            "DELTA" => (true, false),
            "LOWMEMORY" => (true, true),
            var text => throw Words.Invalid(Variable, text, "cumulative, delta or lowmemory"),
        };
    }

    private static EventPattern[] Patterns(IReadOnlyList<string> texts, string source)
    {
        try
        {
            return [.. texts.Select(EventPattern.Parse)];
        }
        catch (FormatException e)
        {
            throw new ReporterException(ReporterErrorKind.InvalidOption, $"{source}: {e.Message}", string.Join(", ", texts), e);
        }
    }
}
