namespace Telemetry.Commands;

/// <summary>The end of the logs with the last session.</summary>
internal static class LastLogs
{
    private const string Library = "Telemetry.Logging";

    /// <summary>Stops the logs that the cmdlets started, if no session is left. Does not load the assembly of the logs, without which
    /// there are none.</summary>
    internal static void Write(bool isLast)
    {
        if (isLast && AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == Library))
        {
            ModuleLogs.Stop();
        }
    }
}
