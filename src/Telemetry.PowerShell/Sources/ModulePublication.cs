using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The publication of the cmdlets: one selection in the process, as listeners could not tell two apart. It ends with the last
/// session that has the module imported. Safe to use from any thread.</summary>
/// <remarks>The first use loads the library (<see cref="BridgeSupport"/>).</remarks>
internal static class ModulePublication
{
    private static readonly object s_gate = new();
    private static Publication? s_current;

    static ModulePublication() => SessionEnd.DisableSources += () => End();

    /// <summary>Publishes a selection, in place of the one before. Does nothing if it is the same.</summary>
    /// <exception cref="FormatException">The name of a span is not valid.</exception>
    /// <exception cref="MetricException">The name of a metric is not valid.</exception>
    /// <exception cref="InvalidOperationException">C# code publishes metrics by the same meter.</exception>
    internal static Publication Begin(PublicationRequest request)
    {
        lock (s_gate)
        {
            if (s_current is { } current)
            {
                if (current.Request.IsSame(request))
                {
                    return current;
                }

                // Only one can have the meter. The old one comes back if the new one is not valid.
                PublicationRequest before = current.Request;
                current.Dispose();
                s_current = null;
                try
                {
                    return s_current = new Publication(request);
                }
                catch
                {
                    s_current = new Publication(before);
                    throw;
                }
            }

            return s_current = new Publication(request);
        }
    }

    /// <summary>Ends the publication.</summary>
    /// <returns>Whether there was one.</returns>
    internal static bool End()
    {
        lock (s_gate)
        {
            Publication? ended = s_current;
            s_current = null;
            ended?.Dispose();
            return ended is not null;
        }
    }
}
