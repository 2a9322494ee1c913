using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>Reads the engine's internal state of the session of this thread. The result is null if the engine does not have
/// it.</summary>
internal static class EngineContext
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly PropertyInfo? s_context =
        typeof(Runspace).GetProperty("GetExecutionContext", Any) ?? typeof(Runspace).GetProperty("ExecutionContext", Any);

    private static readonly PropertyInfo? s_processor = s_context?.PropertyType.GetProperty("CurrentCommandProcessor", Any);

    private static readonly PropertyInfo? s_command = s_processor?.PropertyType.GetProperty("Command", Any);

    /// <summary>Gets a property of the context.</summary>
    internal static object? Get(string property) =>
        Runspace.DefaultRunspace is { } session && s_context?.GetValue(session) is { } context
            ? s_context.PropertyType.GetProperty(property, Any)?.GetValue(context)
            : null;

    /// <summary>Gets the cmdlet that is running in the session.</summary>
    internal static object? RunningCmdlet() =>
        Get("CurrentCommandProcessor") is { } processor ? s_command?.GetValue(processor) : null;

    /// <summary>Determines whether the engine has a property.</summary>
    internal static bool Has(string property) => s_context?.PropertyType.GetProperty(property, Any) is not null;
}
