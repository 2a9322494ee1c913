using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Architecture;

/// <summary>The types of a project, read from its sources, with the folder of each and the types of the same project that
/// it uses.</summary>
/// <remarks>A nested type counts as the type around it. Documentation comments count for nothing: a reference in one does
/// not bind the code.</remarks>
internal sealed class SourceTypes
{
    private static readonly ConcurrentDictionary<string, SourceTypes> s_projects = new();

    // Those that the tests do not refer to.
    private static readonly string[] s_modules =
        [.. ShippedModule.All.Select(module => Path.Combine(module.Folder, $"{module.Project}.dll"))];

    private readonly Dictionary<INamedTypeSymbol, string> _folders = new(SymbolEqualityComparer.Default);
    private readonly HashSet<(INamedTypeSymbol From, INamedTypeSymbol To)> _uses = [];

    private SourceTypes(string project, Compilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            string folder = FolderOf(project, tree.FilePath);
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode declaration in tree.GetRoot().DescendantNodes().Where(IsTopLevelType))
            {
                var type = (INamedTypeSymbol)model.GetDeclaredSymbol(declaration)!;
                _folders[type] = folder;
                AddUses(model, declaration, type);
            }
        }

        _uses.RemoveWhere(use => !_folders.ContainsKey(use.To));
    }

    /// <summary>The folders that hold types; the empty string is the project's own.</summary>
    public IEnumerable<string> Folders => _folders.Values.Distinct();

    /// <summary>Each use of one type by another.</summary>
    public IEnumerable<TypeUse> Uses =>
        _uses.Select(use => new TypeUse(use.From.Name, _folders[use.From], use.To.Name, _folders[use.To]));

    /// <summary>Reads and compiles the sources of a project under <c>src</c>, as for its newest target, once.</summary>
    public static SourceTypes Of(string project) => s_projects.GetOrAdd(project, Read);

    /// <summary>The circles of types: sets in which each type uses each other one, directly or through others.</summary>
    public IEnumerable<IReadOnlyList<string>> Circles(bool acrossFolders) =>
        new Circles<INamedTypeSymbol>(
            _folders.Keys,
            type => _uses.Where(use => SymbolEqualityComparer.Default.Equals(use.From, type)).Select(use => use.To))
            .Find()
            .Where(circle => acrossFolders == (circle.Select(type => _folders[type]).Distinct().Count() > 1))
            .Select(circle => (IReadOnlyList<string>)[.. circle.Select(type => type.Name).Order(StringComparer.Ordinal)]);

    private static SourceTypes Read(string project)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, preprocessorSymbols: ["NET", "NET8_0_OR_GREATER"]);
        IEnumerable<SyntaxTree> trees = Directory
            .GetFiles(Repository.PathOf("src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any())
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Concat(LinkedFiles(project).Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options)))
            .Append(CSharpSyntaxTree.ParseText(CSharp.ImplicitUsings, options));
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Concat(s_modules)
            .Where(path => Path.GetFileNameWithoutExtension(path) != project)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            project,
            trees,
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

        // What does not compile has uses that cannot be seen.
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        return errors.Length == 0
            ? new SourceTypes(project, compilation)
            : throw new InvalidOperationException($"{project} does not compile:\n{string.Join('\n', errors.Take(10))}");
    }

    // The sources of another project that this one compiles as well. Their floors are held where they are.
    private static IEnumerable<string> LinkedFiles(string project)
    {
        string folder = Repository.PathOf("src", project);
        return XDocument.Load(Path.Combine(folder, $"{project}.csproj")).Root!.Elements("ItemGroup")
            .Where(group => group.Attribute("Condition") is null)
            .Elements("Compile")
            .SelectMany(item => ((string?)item.Attribute("Include") ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries))
            .Select(path => Path.Combine(folder, path.Trim()))
            .SelectMany(path => Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path)));
    }

    private static string FolderOf(string project, string file)
    {
        string[] parts = Path.GetRelativePath(Repository.PathOf("src", project), file).Split(Path.DirectorySeparatorChar);
        return parts.Length == 1 ? string.Empty : parts[0];
    }

    private static bool IsTopLevelType(SyntaxNode node) =>
        node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        && node.Parent is not BaseTypeDeclarationSyntax;

    private void AddUses(SemanticModel model, SyntaxNode declaration, INamedTypeSymbol from)
    {
        foreach (SyntaxNode node in declaration.DescendantNodes())
        {
            ISymbol? symbol = node is ExpressionSyntax or ConstructorInitializerSyntax or AttributeSyntax
                ? model.GetSymbolInfo(node).Symbol
                : null;
            Add(from, symbol as ITypeSymbol ?? symbol?.ContainingType);
            if (node is ExpressionSyntax expression)
            {
                Add(from, model.GetTypeInfo(expression).Type);
                Add(from, model.GetTypeInfo(expression).ConvertedType);
            }
        }
    }

    private void Add(INamedTypeSymbol from, ITypeSymbol? to)
    {
        switch (to)
        {
            case IArrayTypeSymbol array:
                Add(from, array.ElementType);
                break;
            case INamedTypeSymbol named:
                foreach (ITypeSymbol argument in named.TypeArguments)
                {
                    Add(from, argument);
                }

                INamedTypeSymbol outermost = named.OriginalDefinition;
                while (outermost.ContainingType is not null)
                {
                    outermost = outermost.ContainingType.OriginalDefinition;
                }

                if (!SymbolEqualityComparer.Default.Equals(outermost, from))
                {
                    _uses.Add((from, outermost));
                }

                break;
        }
    }
}
