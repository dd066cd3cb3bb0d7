import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/** Reads "flavour TAB file" lines; prints each failed rule, then the number of checks made. */
public class Judge {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // the engine may talk: our answers stay apart
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] job = line.split("\t", 2);
            judge(PDFAFlavour.fromString(job[0]), job[1], out);
        }
    }

    private static void judge(PDFAFlavour flavour, String path, PrintStream out) throws Exception {
        try (FileInputStream pdf = new FileInputStream(path);
                var parser = Foundries.defaultInstance().createParser(pdf, flavour);
                var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<RuleId, String> messages = new LinkedHashMap<>();
            for (TestAssertion check : result.getTestAssertions()) {
                if (check.getStatus() == TestAssertion.Status.FAILED) {
                    messages.putIfAbsent(check.getRuleId(), check.getMessage() + " At " + check.getLocation().getContext());
                }
            }
            int failed = 0;
            for (Map.Entry<RuleId, Integer> rule : result.getFailedChecks().entrySet()) {
                failed += rule.getValue();
                String message = messages.getOrDefault(rule.getKey(), "").replaceAll("\\s+", " ");
                out.println("failed\t" + rule.getKey().getClause() + "\t" + rule.getKey().getTestNumber()
                        + "\t" + rule.getValue() + "\t" + message);
            }
            out.println("judged\t" + (result.getTotalAssertions() - failed) + "\t" + result.isCompliant());
        } catch (org.verapdf.core.ModelParsingException broken) {
            out.println("failed\tfile\t0\t1\tThe file cannot be read as a PDF.");
            out.println("judged\t0\tfalse");
        }
    }
}
