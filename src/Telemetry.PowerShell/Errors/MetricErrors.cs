using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Creates the errors of the cmdlets for metrics.</summary>
internal static class MetricErrors
{
    /// <summary>Creates the error of an exception of the library. Its id is the kind of the exception.</summary>
    internal static ErrorRecord Of(MetricException reason) =>
        new(reason, reason.Kind.ToString(), CategoryOf(reason.Kind), reason.Target);

    /// <summary>Creates the error of a definition that the registry refused.</summary>
    internal static ErrorRecord Refused(MetricException reason)
    {
        ErrorRecord error = Of(reason);
        if (reason.Kind == MetricErrorKind.MetricAlreadyExists && reason.Target is string name)
        {
            error.ErrorDetails = new ErrorDetails(
                $"There is a metric '{name}' already. Choose another name, unregister that metric first, or use -Force to replace it.");
        }

        return error;
    }

    internal static ErrorRecord Of(InvalidMetricException reason) => new(
        reason,
        reason.ErrorId,
        reason.ErrorId == nameof(MetricErrorKind.InvalidMetricFile) ? ErrorCategory.InvalidData : ErrorCategory.InvalidArgument,
        reason.Target);

    internal static ErrorRecord NotFound(string name) => new(
        new ItemNotFoundException($"There is no metric '{name}'. Get-TelemetryMetric lists those there are."),
        nameof(MetricErrorKind.MetricNotFound),
        ErrorCategory.ObjectNotFound,
        name);

    /// <summary>Writes the error for an item of the pipeline, or ends the cmdlet with it if it has no such input.</summary>
    internal static void Report(PSCmdlet cmdlet, ErrorRecord error)
    {
        if (cmdlet.MyInvocation.ExpectingInput)
        {
            cmdlet.WriteError(error);
        }
        else
        {
            cmdlet.ThrowTerminatingError(error);
        }
    }

    private static ErrorCategory CategoryOf(MetricErrorKind kind) => kind switch
    {
        MetricErrorKind.MetricAlreadyExists or MetricErrorKind.MetricNameCollision => ErrorCategory.ResourceExists,
        MetricErrorKind.MetricNotFound or MetricErrorKind.PresetNotFound => ErrorCategory.ObjectNotFound,
        MetricErrorKind.InvalidMetricFile => ErrorCategory.InvalidData,
        MetricErrorKind.TooManyDeclaredSeries => ErrorCategory.LimitsExceeded,
        _ => ErrorCategory.InvalidArgument,
    };
}
