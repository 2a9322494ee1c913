namespace Telemetry;

/// <summary>The ambient values (<see cref="AsyncLocal{T}"/>) of a flow of control, as they were at one moment.</summary>
/// <remarks>The default value stands for a context that cannot be restored: where the flow is suppressed, and on .NET
/// Framework. It is never current, and restoring it does nothing.</remarks>
internal readonly struct AmbientContext
{
    private readonly ExecutionContext? _context;

    private AmbientContext(ExecutionContext? context) => _context = context;

    /// <summary>Whether no ambient value was set since, in this flow of control.</summary>
    internal bool IsCurrent => _context is not null && ReferenceEquals(_context, ExecutionContext.Capture());

    internal static AmbientContext Capture() =>
#if !NET
        !ExecutionContext.CanRestore ? default :
#endif
        new(ExecutionContext.Capture());

    internal void Restore()
    {
        if (_context is not null)
        {
            ExecutionContext.Restore(_context);
        }
    }
}
