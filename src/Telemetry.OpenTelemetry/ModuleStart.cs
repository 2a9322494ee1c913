using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Telemetry.Commands;

namespace Telemetry.Otlp;

/// <summary>Finds the assemblies of the module Telemetry, which are loaded when they are used first, and lie in another folder.</summary>
internal static class ModuleStart
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "A module.")]
    internal static void Begin() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name?.StartsWith("Telemetry.", StringComparison.Ordinal) != true)
        {
            return null;
        }

        string folder = Path.GetDirectoryName(typeof(StartReporterCommand).Assembly.Location)!;
        string path = Path.Combine(folder, $"{name.Name}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
