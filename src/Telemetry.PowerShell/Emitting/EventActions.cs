using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>Detects the actions that the engine runs for the events of a session (<c>Register-ObjectEvent -Action</c>), between
/// two statements of the session's code. Variables do not show that an action is running: <c>$Event</c> is not visible to
/// functions that the action calls.</summary>
internal static class EventActions
{
    private static readonly Func<PSEventManager, bool>? s_isRunning = Find();

    /// <summary>Determines whether the session runs an action; false if the engine does not expose this. Must be called on the
    /// session's thread.</summary>
    internal static bool IsRunning(PSEventManager? events) => events is not null && s_isRunning?.Invoke(events) == true;

    private static Func<PSEventManager, bool>? Find()
    {
        Type? manager = typeof(PSEventManager).Assembly.GetType("System.Management.Automation.PSLocalEventManager");
        if (manager?.GetProperty(
            "IsExecutingEventAction",
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not { } property)
        {
            return null;
        }

        ParameterExpression events = Expression.Parameter(typeof(PSEventManager));
        return Expression
            .Lambda<Func<PSEventManager, bool>>(
                Expression.AndAlso(
                    Expression.TypeIs(events, manager),
                    Expression.Property(Expression.Convert(events, manager), property)),
                events)
            .Compile();
    }
}
