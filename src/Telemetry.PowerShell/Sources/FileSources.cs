using System.Runtime.CompilerServices;
using Telemetry.Diagnostics;

namespace Telemetry.Commands;

/// <summary>The sources that a file of definitions enables: all of them or, if one cannot be enabled, none.</summary>
internal static class FileSources
{
    /// <summary>Enables the sources that are not enabled yet.</summary>
    /// <param name="requests">The sources, each with its place in the file.</param>
    /// <returns>Disables those that this call enabled.</returns>
    /// <exception cref="InvalidMetricException">A source cannot be enabled, or the platform has no sources.</exception>
    internal static Action Enable(IReadOnlyList<SourceRequest> requests)
    {
        if (requests.Count == 0)
        {
            return static () => { };
        }

        return BridgeSupport.IsAvailable
            ? EnableAll(requests)
            : throw InvalidMetricException.FileEntry(
                BridgeErrors.Id, requests[0].Name, requests[0].Place, BridgeErrors.Message);
    }

    // Not inlined, as it uses types that a platform without sources cannot load.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Action EnableAll(IReadOnlyList<SourceRequest> requests)
    {
        var enabled = new List<TelemetrySource>();
        foreach (SourceRequest request in requests)
        {
            try
            {
                EnabledSource source = ModuleSources.Enable(request);
                if (source.IsNew)
                {
                    enabled.Add(source.Source);
                }
            }
            catch (SourceException e)
            {
                enabled.ForEach(ModuleSources.Disable);
                throw InvalidMetricException.FileEntry(SourceErrors.IdOf(e), request.Name, request.Place, e.Message);
            }
        }

        return () => enabled.ForEach(ModuleSources.Disable);
    }
}
