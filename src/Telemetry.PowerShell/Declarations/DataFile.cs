using System.Management.Automation.Language;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Reads a data file of PowerShell, with the lines of its entries. Nothing in the file is run: anything but data is an
/// error.</summary>
internal sealed class DataFile
{
    private const string Ordered = "ordered";

    private readonly string _path;
    private readonly string _shape;
    private readonly string[] _durations;

    private DataFile(string path, string shape, string[] durations)
    {
        _path = path;
        _shape = shape;
        _durations = durations;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="shape">The shape of the data, for the message about a file with more than one value.</param>
    /// <param name="durations">The keys whose values are durations, such as <c>1d</c>.</param>
    /// <exception cref="InvalidDataException">The file cannot be read, or is not data. The message begins with the path and the
    /// line.</exception>
    internal static MetricDataNode Read(string path, string shape, params string[] durations) =>
        new DataFile(path, shape, durations).Read();

    private MetricDataNode Read()
    {
        if (!File.Exists(_path))
        {
            throw Invalid($"{_path}: There is no such file.");
        }

        ScriptBlockAst file;
        ParseError[] errors;
        try
        {
            file = Parser.ParseFile(_path, out _, out errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"{_path}: The file cannot be read. {e.Message}");
        }

        if (errors.Length > 0)
        {
            throw Invalid(
                string.Join(Environment.NewLine, errors.Select(error => $"{_path}:{error.Extent.StartLineNumber}: {error.Message}")));
        }

        StatementAst[] statements = [.. file.EndBlock?.Statements ?? Enumerable.Empty<StatementAst>()];
        return statements.Length == 1 && file.ParamBlock is null && file.BeginBlock is null && file.ProcessBlock is null
            ? NodeOf(statements[0])
            : throw NotData(statements.Length > 1 ? statements[1] : file, $"the file is one table: {_shape}");
    }

    private MetricDataNode NodeOf(StatementAst statement) =>
        statement is PipelineAst { PipelineElements: { Count: 1 } elements }
        && elements[0] is CommandExpressionAst { Redirections.Count: 0 } data
            ? NodeOf(data.Expression)
            : throw NotData(statement, "commands are not run");

    private MetricDataNode NodeOf(ExpressionAst expression) => expression switch
    {
        HashtableAst table => MetricDataNode.Map(table.KeyValuePairs.Select(EntryOf), LineOf(table)),
        ConvertExpressionAst { Child: HashtableAst table } convert when IsOrdered(convert) => NodeOf(table),
        ArrayLiteralAst list => MetricDataNode.List(list.Elements.Select(NodeOf), LineOf(list)),
        ArrayExpressionAst list => MetricDataNode.List(list.SubExpression.Statements.SelectMany(ItemsOf), LineOf(list)),
        StringConstantExpressionAst { StringConstantType: not StringConstantType.BareWord } text =>
            MetricDataNode.Scalar(text.Value, LineOf(text)),
        ConstantExpressionAst constant and not StringConstantExpressionAst => MetricDataNode.Scalar(constant.Value, LineOf(constant)),
        UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst { Value: IConvertible number and not string } } =>
            MetricDataNode.Scalar(Negative(number), LineOf(expression)),
        VariableExpressionAst variable when ConstantOf(variable) is (true, var value) => MetricDataNode.Scalar(value, LineOf(variable)),
        _ => throw NotData(expression, "only texts, numbers, $true, $false, $null, lists and tables are data"),
    };

    // One statement may be the whole list, and several may be an item each.
    private IEnumerable<MetricDataNode> ItemsOf(StatementAst statement)
    {
        MetricDataNode node = NodeOf(statement);
        return node.Items ?? [node];
    }

    private KeyValuePair<string, MetricDataNode> EntryOf(Tuple<ExpressionAst, StatementAst> entry)
    {
        if (entry.Item1 is not ConstantExpressionAst { Value: { } key })
        {
            throw NotData(entry.Item1, "a key is a text");
        }

        // 1d is a decimal number to the parser, and a duration to the one who wrote it.
        MetricDataNode value = NodeOf(entry.Item2);
        bool isDuration = _durations.Contains($"{key}", StringComparer.OrdinalIgnoreCase)
            && value.Value is IConvertible and not (string or bool);
        return new($"{key}", isDuration ? MetricDataNode.Scalar(entry.Item2.Extent.Text, value.Line) : value);
    }

    private static (bool IsConstant, object? Value) ConstantOf(VariableExpressionAst variable) =>
        variable.Splatted ? (false, null) : variable.VariablePath.UserPath.ToUpperInvariant() switch
        {
            "TRUE" => (true, true),
            "FALSE" => (true, false),
            "NULL" => (true, null),
            _ => (false, null),
        };

    private static object Negative(IConvertible number) => number switch
    {
        int value => -(long)value,
        double value => -value,
        _ => -number.ToDecimal(null),
    };

    private static bool IsOrdered(ConvertExpressionAst convert) =>
        convert.Type.TypeName.FullName.Equals(Ordered, StringComparison.OrdinalIgnoreCase);

    private static int LineOf(Ast ast) => ast.Extent.StartLineNumber;

    private InvalidDataException NotData(Ast ast, string rule) =>
        Invalid($"{_path}:{LineOf(ast)}: '{Shorten(ast.Extent.Text)}' is not data. The file is read as data: {rule}.");

    private static InvalidDataException Invalid(string message) => new(message);

    private static string Shorten(string text)
    {
        const int MaxLength = 40;
        string line = text.Trim().Split('\n')[0].TrimEnd();
        return line.Length > MaxLength ? line.Substring(0, MaxLength) + "…" : line;
    }
}
