using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Registers the metrics that a data file or a preset defines, starts its polls and enables its sources: all of them or, if
/// anything is wrong, none.</summary>
[Cmdlet(VerbsData.Import, "TelemetryMetric", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(ScriptMetricInfo))]
public sealed class ImportTelemetryMetricCommand : PSCmdlet
{
    private const string PathSet = "Path";
    private const string PresetSet = "Preset";

    /// <summary>The files, with the extension <c>.psd1</c> or <c>.json</c>. They are read as data: nothing in them is run.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    public string[] Path { get; set; } = [];

    /// <summary>The presets, which are files that come with the module: <c>Http</c>, <c>Npgsql</c>, <c>Runtime</c>,
    /// <c>Telemetry</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PresetSet)]
    [ArgumentCompleter(typeof(PresetCompleter))]
    public string[] Preset { get; set; } = [];

    /// <summary>Replaces the metrics and polls that have the names. The new metrics begin at 0.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the registered metrics, as Get-TelemetryMetric does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PresetSet)
        {
            Array.ForEach(Preset, name => Import($"Preset {name}", () => MetricFile.ReadPreset(name)));
        }
        else
        {
            Array.ForEach(Path, path => Import(path, () => MetricDataFile.Read(MetricPath.Resolve(this, path))));
        }
    }

    private void Import(string target, Func<MetricFileContent> read)
    {
        if (Guard(() => new FileSetup(read()), MetricErrors.Of) is { } setup && ShouldProcess(target, setup.Description))
        {
            var warnings = new SessionWarnings(
                HandlerSession.OfThisThread(Host, SessionState), Preferences.Drops(this, "Warning"));
            Write(Guard(() => setup.Register(warnings, Force), MetricErrors.Refused) ?? []);
        }
    }

    // Null after an error.
    private T? Guard<T>(Func<T> action, Func<MetricException, ErrorRecord> errorOf)
        where T : class
    {
        try
        {
            return action();
        }
        catch (InvalidMetricException e)
        {
            MetricErrors.Report(this, MetricErrors.Of(e));
        }
        catch (MetricException e)
        {
            MetricErrors.Report(this, errorOf(e));
        }

        return null;
    }

    private void Write(IReadOnlyList<Metric> metrics)
    {
        foreach (Metric metric in metrics)
        {
            MetricWarnings.WriteStateWarning(this, metric);
        }

        if (PassThru)
        {
            WriteObject(metrics.Select(metric => new ScriptMetricInfo(metric)), enumerateCollection: true);
        }
    }
}
