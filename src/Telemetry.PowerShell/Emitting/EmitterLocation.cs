using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>The folder that an emitter is in: that of the session whose pipeline runs on this thread.</summary>
internal static class EmitterLocation
{
    private const string FileSystem = "FileSystem";

    // Keeps no session alive: an entry goes with its runspace.
    private static readonly ConditionalWeakTable<Runspace, PathIntrinsics> s_paths = new();

    /// <summary>The folder of this thread's session, or the other one where there is no session, or where its location is no
    /// folder that exists.</summary>
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
            // The drive is gone.
            return otherwise;
        }
    }

    // The session's proxy refuses to be asked while a pipeline runs.
    private static PathIntrinsics Read()
    {
        object? context = Parser.ParseInput("$ExecutionContext", out _, out _).GetScriptBlock().InvokeReturnAsIs();
        return ((EngineIntrinsics)(context is PSObject wrapper ? wrapper.BaseObject : context)!).SessionState.Path;
    }
}
