using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>Selects declarations for a page: those of modules, of an assembly, or all.</summary>
/// <param name="cmdlet">The cmdlet, which errors end.</param>
internal sealed class DeclarationSelection(PSCmdlet cmdlet)
{
    internal IReadOnlyList<EventDeclaration> OfModules(string[] names)
    {
        var found = new List<EventDeclaration>();
        foreach (string name in names)
        {
            EventDeclaration[] declarations =
            [
                .. ModuleDeclarations.OfImported(NameSearch.Match(name)).SelectMany(module => module.Declarations),
            ];
            if (declarations.Length == 0)
            {
                cmdlet.ThrowTerminatingError(TelemetryErrors.ModuleNotDeclared(name));
            }

            found.AddRange(declarations.Where(declaration => !found.Contains(declaration)));
        }

        return found;
    }

    internal static IReadOnlyList<EventDeclaration> OfAssembly(string path)
    {
        try
        {
            IReadOnlyList<EventDeclaration> declarations = EventDeclarations.FromAssembly(Assembly.LoadFrom(path));
            return declarations.Count > 0 ? declarations : throw Invalid(path, "the assembly declares no events.");
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or FormatException or UnauthorizedAccessException
            || (e is ArgumentException and not InvalidDeclarationException))
        {
            throw Invalid(path, e.Message);
        }
    }

    /// <summary>Returns the declarations of the events and spans with the names, each once.</summary>
    internal IReadOnlyList<EventDeclaration> OfNames(string[] names, IReadOnlyList<EventDeclaration> declarations)
    {
        var found = new List<EventDeclaration>();
        foreach (string name in names)
        {
            Predicate<string> isMatch = NameSearch.Match(name);
            EventDeclaration[] matches =
            [
                .. declarations.Where(declared =>
                    isMatch(declared.Name.ToString()) || (declared.Span is { } span && isMatch(span.ToString()))),
            ];
            if (matches.Length == 0)
            {
                cmdlet.ThrowTerminatingError(TelemetryErrors.EventNotDeclared(
                    name, [.. declarations.Select(declared => declared.Name.ToString())]));
            }

            found.AddRange(matches);
        }

        return [.. declarations.Where(found.Contains)];
    }

    private static InvalidDeclarationException Invalid(string path, string problem) => new($"{path}: {problem}") { Target = path };
}
