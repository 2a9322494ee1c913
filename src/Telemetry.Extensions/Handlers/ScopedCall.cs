using Microsoft.Extensions.DependencyInjection;

namespace Telemetry.Extensions;

/// <summary>Calls a synchronous handler in a scope of its own for each call.</summary>
/// <typeparam name="THandler">The class of the handler.</typeparam>
/// <param name="scopes">The factory of scopes.</param>
internal sealed class ScopedCall<THandler>(IServiceScopeFactory scopes)
    where THandler : class
{
    internal void Handle(in EventData data, object? config)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        try
        {
            ((ITelemetryHandler)scope.ServiceProvider.GetRequiredService<THandler>()).Handle(in data);
        }
        finally
        {
            // Waited for where a service can only be disposed asynchronously.
            ValueTask disposed = scope.DisposeAsync();
            if (!disposed.IsCompletedSuccessfully)
            {
                disposed.AsTask().GetAwaiter().GetResult();
            }
        }
    }
}
