namespace Telemetry.Commands;

/// <summary>The reports that are made before metrics leave with a session or a module.</summary>
internal static class LastReports
{
    private const string Library = "Telemetry.Reporters";

    /// <summary>Reports the values of metrics. Does not load the assembly of the reporters, without which there are none.</summary>
    /// <param name="isLast">Whether no session is left: reporters that the cmdlets started end.</param>
    internal static void Make(bool isLast)
    {
        if (AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == Library))
        {
            ModuleReporters.Report(isLast);
        }
    }
}
