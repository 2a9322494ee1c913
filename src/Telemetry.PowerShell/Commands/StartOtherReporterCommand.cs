using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>The base class of the cmdlets of other modules that start a reporter.</summary>
/// <remarks>What such a cmdlet overrides has no type of the library of reporters: to compare it with this class, the runtime would load
/// that library as the other module is imported, from whose folder it is not found.</remarks>
public abstract class StartOtherReporterCommand : StartReporterCommand
{
    /// <param name="interval">The interval of the reporter if none is given.</param>
    private protected StartOtherReporterCommand(TimeSpan interval)
        : base(interval)
    {
    }

    /// <summary>Creates the reporter from the parameters.</summary>
    /// <exception cref="ReporterException">A parameter is not valid.</exception>
    /// <exception cref="InvalidMetricException">A path is not that of a file.</exception>
    private protected abstract object CreateReporter();

    private protected sealed override Reporter Create() => (Reporter)CreateReporter();
}
