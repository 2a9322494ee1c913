using System.Reflection;
using System.Runtime.Loader;

namespace Telemetry.Otlp;

/// <summary>The load context of the SDK of OpenTelemetry and of what it brings. Other modules may have loaded other versions of the same
/// assemblies, which are neither used nor replaced. One for the process.</summary>
internal sealed class EngineContext : AssemblyLoadContext
{
    private const string Engine = "Telemetry.OpenTelemetry.Engine";
    private const string EngineType = "Telemetry.Otlp.Engine.OtlpEngine";

    private static readonly Lazy<Type> s_engine = new(LoadEngine);

    private readonly string _folder;

    private EngineContext(string folder)
        : base("Telemetry.OpenTelemetry") => _folder = folder;

    /// <summary>Creates the engine.</summary>
    internal static IOtlpEngine Create(EngineOptions options)
    {
        try
        {
            return (IOtlpEngine)Activator.CreateInstance(s_engine.Value, options)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } reason)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(reason);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The contract is the one that this process has; the platform's assemblies are not in the folder.
        if (assemblyName.Name == typeof(EngineContext).Assembly.GetName().Name)
        {
            return typeof(EngineContext).Assembly;
        }

        string path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static Type LoadEngine()
    {
        string folder = Path.Combine(Path.GetDirectoryName(typeof(EngineContext).Assembly.Location)!, "engine");
        return new EngineContext(folder).LoadFromAssemblyName(new AssemblyName(Engine)).GetType(EngineType, throwOnError: true)!;
    }
}
