namespace Telemetry;

/// <summary>A handler that compares events with their declarations, and reports each problem once.</summary>
internal sealed class DeclarationHandler(EventDeclarations declarations, Action<DeclarationProblem> report)
{
    // Keys that are created at run time must not fill the memory.
    private const int MaxProblems = 1000;

    private readonly HashSet<(EventName, DeclarationProblemKind, string)> _reported = [];

    internal void Handle(in EventData data, object? config)
    {
        if (!declarations.TryGet(data.EventName, out EventDeclaration? declaration))
        {
            return;
        }

        IReadOnlyList<DeclarationProblem> problems = declaration.Check(in data);
        for (int i = 0; i < problems.Count; i++)
        {
            if (IsNew(problems[i]))
            {
                report(problems[i]);
            }
        }
    }

    private bool IsNew(DeclarationProblem problem)
    {
        lock (_reported)
        {
            return _reported.Count < MaxProblems && _reported.Add((problem.Event, problem.Kind, problem.Key.ToUpperInvariant()));
        }
    }
}
