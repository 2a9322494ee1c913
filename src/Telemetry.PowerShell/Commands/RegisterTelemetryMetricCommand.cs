using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Registers a metric: the numbers to keep of events.</summary>
[Cmdlet(VerbsLifecycle.Register, "TelemetryMetric")]
[OutputType(typeof(ScriptMetricInfo))]
public sealed class RegisterTelemetryMetricCommand : PSCmdlet
{
    /// <summary>The name of the metric, unique in the process without regard to case. Unless other parameters say otherwise, its last
    /// segment is the measurement and what precedes it the event.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NewMetricNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The type: Counter, Sum, LastValue, Summary or Distribution. By default, the one that the declaration of the event
    /// gives.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(MetricTypeCompleter))]
    public string Type { get; set; } = string.Empty;

    /// <summary>The events: names, and patterns with <c>*</c> and <c>?</c> for the whole name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(IsList = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[]? EventName { get; set; }

    /// <summary>The key of the measurement. If an event has no such measurement, the metadata value with the key is used.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MetricMeasurementCompleter))]
    public string? Measurement { get; set; }

    /// <summary>A number to record for each event in place of a measurement, or a script block that reads the number from the
    /// event.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell]
    public object? Value { get; set; }

    /// <summary>The tags, by which series are told apart: keys of metadata values; or a table of names, each with a key or a script
    /// block that reads the value.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell]
    [ArgumentCompleter(typeof(MetricTagCompleter))]
    public object?[]? Tag { get; set; }

    /// <summary>The events to record: a table of keys and values, or a script block.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell]
    public object? Where { get; set; }

    /// <summary>The events to leave out: a table of keys and values.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell]
    public object? WhereNot { get; set; }

    /// <summary>The unit of the recorded values.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MetricUnitCompleter))]
    public string? Unit { get; set; }

    /// <summary>The unit of the measurements, if they are plain numbers in another unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MetricUnitCompleter))]
    public string? FromUnit { get; set; }

    /// <summary>The upper bounds of the buckets of a distribution, in ascending order.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(IsList = true)]
    public double[]? Bucket { get; set; }

    /// <summary>A sentence on the metric.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>The highest number of series: 1 or more, 2,000 by default. Further ones are recorded as one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(Default = MetricDefinition.DefaultSeriesLimit)]
    public int SeriesLimit { get; set; } = MetricDefinition.DefaultSeriesLimit;

    /// <summary>The time after which a series that records nothing is removed: a TimeSpan, a number of seconds, or text such as
    /// <c>10m</c>. By default, series stay.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration(BlankIsInfinite = true)]
    public TimeSpan Lifetime { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Removes a series when a poll that ended did not set it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter PerPoll { get; set; }

    /// <summary>Lets a sum go down, by negative measurements.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter AllowNegative { get; set; }

    /// <summary>Treats the measurement of a sum as the total so far.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter RunningTotal { get; set; }

    /// <summary>The values of tags that are known beforehand, as a table. If all tags have some, their series exist from the
    /// start.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell]
    [ArgumentCompleter(typeof(MetricTagValueCompleter))]
    public object? TagValue { get; set; }

    /// <summary>Skips an event that has no value for a tag, which is otherwise empty.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter SkipMissingTag { get; set; }

    /// <summary>A name by which reporters select metrics.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MetricGroupCompleter))]
    public string? Group { get; set; }

    /// <summary>Replaces the metric that has the name. The new one begins at 0.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the registered metric, as Get-TelemetryMetric does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    // A metric takes its unit and type from the declaration of its events, which a module of the session may have brought.
    protected override void BeginProcessing() => ModuleDeclarations.Update();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var readers = new ScriptReaders(
            block => ScriptHandlers.Create(this, block, TelemetryHandlerScope.Process, initializationScript: null));
        try
        {
            MetricDefinition definition = NewDefinition(readers);
            Metric metric = ModuleMetrics.Add([definition], Force, readers.Blocks)[0];
            WarnOfHomeCommands(readers);
            MetricWarnings.WriteStateWarning(this, metric);
            if (PassThru)
            {
                WriteObject(new ScriptMetricInfo(metric));
            }
        }
        catch (InvalidMetricException e)
        {
            MetricErrors.Report(this, MetricErrors.Of(e));
        }
        catch (InvalidConditionException e)
        {
            MetricErrors.Report(this, TelemetryErrors.InvalidFilter(e));
        }
        catch (MetricException e)
        {
            MetricErrors.Report(this, MetricErrors.Refused(e));
        }
    }

    private static string? TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private MetricDefinition NewDefinition(ScriptReaders readers)
    {
        object? value = TableEntries.Unwrap(Value), where = TableEntries.Unwrap(Where);
        return new MetricDefinition(Name, MetricTypes.Parse(Type, DeclaredType))
        {
            Events = EventName ?? [],
            Measurement = TextOrNull(Measurement),
            Value = value is null or ScriptBlock ? null : MetricNumbers.Read(value),
            Reader = value is ScriptBlock reader ? readers.Reader(reader, "read a value") : null,
            Tags = MetricTags.Read(Tag ?? [], readers),
            Where = where is ScriptBlock ? [] : ScriptConditions.Read(nameof(Where), where, allowsBlock: true),
            Keep = where is ScriptBlock filter ? readers.Filter(filter) : null,
            WhereNot = ScriptConditions.Read(nameof(WhereNot), WhereNot, allowsBlock: false),
            Unit = TextOrNull(Unit),
            FromUnit = TextOrNull(FromUnit),
            Buckets = Bucket ?? [],
            Description = TextOrNull(Description),
            SeriesLimit = SeriesLimit,
            Lifetime = Lifetime == Timeout.InfiniteTimeSpan ? null : Lifetime,
            PerPoll = PerPoll,
            AllowNegative = AllowNegative,
            RunningTotal = RunningTotal,
            TagValues = MetricTagValues.Read(TagValue),
            SkipMissingTag = SkipMissingTag,
            Group = TextOrNull(Group),
        };
    }

    private MetricType? DeclaredType()
    {
        var named = new MetricDefinition(Name, default) { Events = EventName ?? [], Measurement = TextOrNull(Measurement) };
        return DeclaredMetrics.TypeOf(named, EventDeclarations.Default);
    }

    private void WarnOfHomeCommands(ScriptReaders readers)
    {
        string[] commands =
        [
            .. readers.Blocks.SelectMany(handler => HomeCommands.Of(handler.Block, initializationScript: null, SessionState)).Distinct(),
        ];
        if (commands.Length > 0)
        {
            WriteWarning(
                $"A script block of the metric '{Name}' calls {string.Join(", ", commands.Select(name => $"'{name}'"))}, which only this "
                + "session has: a copy of the block, which runs for events from elsewhere, does not find it. Write the statements into "
                + "the block, or put the function into a module that is on the module path.");
        }
    }
}
