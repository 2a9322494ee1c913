using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Compares events with their declarations for a cmdlet, which warns of each problem once.</summary>
internal sealed class StrictCheck
{
    private readonly PSCmdlet _cmdlet;
    private readonly bool _requiresDeclaration;
    private readonly HashSet<string> _warnings = new(StringComparer.OrdinalIgnoreCase);
    private int _events;
    private int _declared;

    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="requiresDeclaration">Whether each event must be declared. Otherwise, an event that is not declared is a problem only
    /// if its name is near to that of a declared one.</param>
    internal StrictCheck(PSCmdlet cmdlet, bool requiresDeclaration)
    {
        _cmdlet = cmdlet;
        _requiresDeclaration = requiresDeclaration;
    }

    /// <summary>Reads the declarations of the modules that were imported meanwhile, and warns of those that are not valid.</summary>
    internal void Update()
    {
        foreach (InvalidDeclarationException problem in ModuleDeclarations.Update())
        {
            Warn(problem.Message);
        }
    }

    /// <summary>Warns of the problems of an event.</summary>
    /// <remarks>If the preference of the cmdlet for warnings is to stop, the first warning is an exception.</remarks>
    internal void Check(EventRecord record)
    {
        _events++;
        if (EventDeclarations.Default.TryGet(record.EventName, out EventDeclaration? declaration))
        {
            _declared++;
            foreach (DeclarationProblem problem in declaration.Check(record))
            {
                Warn(problem.Message);
            }
        }
        else
        {
            CheckName(record.EventName.ToString());
        }
    }

    /// <summary>Warns if there were events, of which none is declared: a check that compares nothing is likely a mistake.</summary>
    internal void End()
    {
        if (_events > 0 && _declared == 0 && _warnings.Count == 0)
        {
            Warn(
                "None of these events is declared, so that -Strict compares nothing. Name the file with their declarations in the manifest "
                + "of their module, or import it by Import-TelemetryEventDeclaration.");
        }
    }

    private void CheckName(string name)
    {
        string[] declared = [.. EventDeclarations.Default.List().Select(declaration => declaration.Name.ToString())];
        string? nearest = NearestName.Find(name, declared);
        if (nearest is not null || _requiresDeclaration)
        {
            Warn($"Event '{name}' is not declared. "
                + (nearest is null
                    ? "Declare it, or emit it without -Strict."
                    : $"Did you mean '{nearest}'? Correct the name, or declare it."));
        }
    }

    private void Warn(string message)
    {
        if (_warnings.Add(message))
        {
            _cmdlet.WriteWarning(PlainText.Of(message));
        }
    }
}
