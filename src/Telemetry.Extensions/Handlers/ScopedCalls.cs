using Microsoft.Extensions.DependencyInjection;

namespace Telemetry.Extensions;

/// <summary>Calls handlers in a scope of its own for each call, which is disposed after it.</summary>
/// <param name="scopes">The factory of scopes.</param>
internal sealed class ScopedCalls(IServiceScopeFactory scopes)
{
    /// <summary>Calls a synchronous handler.</summary>
    internal void Handle<THandler>(in EventData data)
        where THandler : class
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

    /// <summary>Calls an asynchronous function with the services of a scope.</summary>
    internal async ValueTask RunAsync(Func<IServiceProvider, ValueTask> call)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            await call(scope.ServiceProvider).ConfigureAwait(false);
        }
    }
}
