using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>The folder of the emitter, which is the location of the session whose pipeline runs on this thread.</summary>
internal static class EmitterLocation
{
    private const string FileSystem = "FileSystem";

    // A weak table, which keeps no closed session alive.
    private static readonly ConditionalWeakTable<Runspace, PathIntrinsics> s_paths = new();

    /// <summary>Gets the folder of this thread's session; the other folder if there is no session, or if its location is not
    /// an existing folder.</summary>
    internal static string Or(string otherwise)
    {
        if (Runspace.DefaultRunspace is not { } session)
        {
            return otherwise;
        }

        try
        {
            PathInfo location = s_paths.GetValue(session, _ => Read()).CurrentLocation;
            return location.Provider.Name == FileSystem && Directory.Exists(location.ProviderPath)
                ? location.ProviderPath
                : otherwise;
        }
        catch (RuntimeException)
        {
            // The drive was removed.
            return otherwise;
        }
    }

    // From a script, because the proxy of the session refuses access while a pipeline runs.
    private static PathIntrinsics Read()
    {
        object? context = Parser.ParseInput("$ExecutionContext", out _, out _).GetScriptBlock().InvokeReturnAsIs();
        return ((EngineIntrinsics)(context is PSObject wrapper ? wrapper.BaseObject : context)!).SessionState.Path;
    }
}
