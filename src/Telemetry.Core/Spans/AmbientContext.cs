namespace Telemetry;

/// <summary>A snapshot of the ambient values (<see cref="AsyncLocal{T}"/>) of a flow of control.</summary>
/// <remarks>The default value represents a context that cannot be restored, in a suppressed flow and on .NET Framework. It is
/// never current, and restoring it does nothing.</remarks>
internal readonly struct AmbientContext
{
    private readonly ExecutionContext? _context;

    private AmbientContext(ExecutionContext? context) => _context = context;

    /// <summary>Whether no ambient value of this flow of control has been set since the snapshot.</summary>
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
