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
        catch
        {
            // The exception of the handler is the reason to report, and not one of its scope.
            DisposeWithoutErrors(scope);
            throw;
        }

        Wait(scope.DisposeAsync());
    }

    /// <summary>Calls an asynchronous function with the services of a scope.</summary>
    internal async ValueTask RunAsync(Func<IServiceProvider, ValueTask> call)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        try
        {
            await call(scope.ServiceProvider).ConfigureAwait(false);
        }
        catch
        {
            await scope.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await scope.DisposeAsync().ConfigureAwait(false);
    }

    // Where a service can only be disposed asynchronously.
    private static void Wait(ValueTask disposed)
    {
        if (!disposed.IsCompletedSuccessfully)
        {
            disposed.AsTask().GetAwaiter().GetResult();
        }
    }

    private static void DisposeWithoutErrors(AsyncServiceScope scope)
    {
        try
        {
            Wait(scope.DisposeAsync());
        }
        catch (Exception)
        {
            // Ignored, as another exception is reported.
        }
    }
}
