using System.Collections.Concurrent;
using System.Reflection;

namespace Telemetry;

/// <summary>The assemblies of the process, those loaded so far and those loaded later. They are not kept alive.</summary>
internal sealed class LoadedAssemblies
{
    private readonly object _gate = new();

    // Assemblies are only noted when they are loaded: reading them there could load others, on a thread that holds locks of the loader.
    private readonly ConcurrentQueue<WeakReference<Assembly>> _new = new();

    // The number of assemblies that were loaded and whose reading is not complete.
    private int _unread;
    private bool _isSubscribed;
    private bool _isRead;

    /// <summary>Calls a method for each assembly that was loaded since the last call; the first call, for each one that is loaded. It
    /// returns when other threads have done so, too. An exception of the method is ignored.</summary>
    /// <param name="read">The method; it may be called again for an assembly that was loaded during the first call.</param>
    internal void ForEachNew(Action<Assembly> read)
    {
        if (Volatile.Read(ref _isRead) && Volatile.Read(ref _unread) == 0)
        {
            return;
        }

        lock (_gate)
        {
            // A method that is called may query the assemblies again.
            if (!_isSubscribed)
            {
                // Subscribed first, so that no assembly is missed.
                _isSubscribed = true;
                AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Add(loaded.LoadedAssembly);
                foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
                {
                    Read(assembly, read);
                }
            }

            while (_new.TryDequeue(out WeakReference<Assembly>? reference))
            {
                if (reference.TryGetTarget(out Assembly? assembly))
                {
                    Read(assembly, read);
                }

                Interlocked.Decrement(ref _unread);
            }

            Volatile.Write(ref _isRead, true);
        }
    }

    private void Add(Assembly assembly)
    {
        // Counted first, so that no query overlooks it.
        Interlocked.Increment(ref _unread);
        _new.Enqueue(new(assembly));
    }

    private static void Read(Assembly assembly, Action<Assembly> read)
    {
        try
        {
            read(assembly);
        }
        catch (Exception)
        {
            // The assembly is broken, or lacks one that it refers to. A query of others must not fail for it.
        }
    }
}
